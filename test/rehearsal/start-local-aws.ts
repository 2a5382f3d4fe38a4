// A local AWS on a free port for one test file, with real SDK clients pointed at it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '#rehearsal/local-aws.ts'
import type { ResourceProvider, Service } from '#rehearsal/service.ts'

/** Settings every SDK client of a test takes. */
export const clientOf = ({ endpoint, world }: LocalAws) => ({
  endpoint,
  region: world.region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
})

/** Starts a local AWS; `await using` stops it and removes its directory. */
export const startTestAws = async (
  options: Partial<LocalAwsOptions> = {},
): Promise<LocalAws & { [Symbol.asyncDispose]: () => Promise<void> }> => {
  const home = await mkdtemp(join(tmpdir(), 'local-aws-'))
  const aws = await startLocalAws({ port: 0, home, env: {}, ...options })
  return {
    ...aws,
    [Symbol.asyncDispose]: async () => {
      await aws.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A service that only brings resource types. */
export const providing = (resources: Readonly<Record<string, ResourceProvider>>): Service => ({
  name: 'providers-of-this-test',
  protocol: 'json',
  target: 'ProvidersOfThisTest',
  operations: {},
  resources,
})
