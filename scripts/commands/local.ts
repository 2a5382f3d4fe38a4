import { randomUUID } from 'node:crypto'
import { fault } from '#model'
import { startMachine } from '#rehearsal/machine.ts'
import { stopOnSignals } from '#rehearsal/processes/stop-on-signals.ts'
import { programs } from '../programs.ts'
import { type Options, print } from '../report.ts'

const portOf = (given: string): number => {
  if (/^\d{1,5}$/.test(given) && Number(given) <= 65535) return Number(given)
  throw fault({
    at: '--port',
    code: 'port-malformed',
    says: `"${given}" is no port`,
    fix: 'give a number from 1 to 65535, or 0 for any free port',
  })
}

const taken = (error: unknown, port: number): never => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const isTaken = code === 'EADDRINUSE' || (error instanceof Error && /in use/.test(error.message))
  if (!isTaken && code !== 'EACCES') throw error
  throw fault({
    at: `port ${port}`,
    code: isTaken ? 'port-taken' : 'port-forbidden',
    says: isTaken ? 'something else listens on this port already' : 'this user may not listen on this port',
    fix: 'stop that, or choose another: launchway local --port 0 takes any free one',
    exit: 1,
    cause: error,
  })
}

/** `launchway local`: the local AWS alone, until Ctrl-C. */
export const localCommand = async (options: Options & { readonly port: string }): Promise<void> => {
  const port = portOf(options.port)
  const machine = await startMachine({
    port,
    account: '111111111111',
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'eu-west-1',
    id: randomUUID(),
    env: process.env,
    programs: programs(),
    speed: 1,
    notice: ({ at, from, subject, says }) =>
      process.stderr.write(
        options.json
          ? `${JSON.stringify({ at, from, subject, says })}\n`
          : `${at.toISOString().slice(11, 19)} ${from} ${subject}: ${says}\n`,
      ),
  }).catch((error: unknown) => taken(error, port))
  stopOnSignals(machine.stop)
  const env = {
    AWS_ENDPOINT_URL: machine.aws.endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: machine.aws.world.region,
    // Version 1 of the aws command knows this name only.
    AWS_DEFAULT_REGION: machine.aws.world.region,
  }
  if (options.json) print(JSON.stringify(env))
  else {
    for (const [key, value] of Object.entries(env)) print(`export ${key}=${value}`)
    print('# the local AWS runs until Ctrl-C; paste the lines above into another terminal')
  }
  await new Promise(() => {})
}
