import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildCli, launchway, makeRepository, type Repository, removeCli, start } from '../command-line.ts'
import { leftOf, nothingIsLeft, remainsOf } from '../remains.ts'

let cli = ''
let repository: Repository
beforeAll(() => {
  cli = buildCli()
})
afterAll(removeCli)
beforeEach(() => {
  repository = makeRepository()
})
afterEach(() => repository.remove())

const startLocal = (...given: readonly string[]) => start({ cli, repository }, 'local', ...given)

describe('launchway local', () => {
  it('prints what to export, and answers there', async () => {
    const local = startLocal('--port', '0')
    const endpoint = (await local.line(/^export AWS_ENDPOINT_URL=/)).split('=')[1] ?? ''
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'])
      await local.line(new RegExp(`^export ${name}=\\S+$`))
    const { status } = await fetch(endpoint, { method: 'POST', body: 'Action=GetCallerIdentity&Version=2011-06-15' })
    expect(status).toBeLessThan(500)
    local.child.kill('SIGTERM')
    expect(await local.ended).toMatchObject({ signal: 'SIGTERM' })
  })

  it('says that a port is taken, and how to go on; exit 1', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const { code, stdout, stderr } = await launchway({ cli, repository }, 'local', '--port', port)
    await new Promise((resolve) => server.close(resolve))
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toBe(
      `port ${port}: something else listens on this port already [port-taken]\n  fix: stop that, or choose another: launchway local --port 0 takes any free one\n`,
    )
  })

  it.each(['4566x', '-1', '65536', '1.5', ''])('refuses the port "%s" with exit 2', async (port) => {
    const { code, stdout } = await launchway({ cli, repository }, 'local', `--port=${port}`)
    expect(code).toBe(2)
    expect(stdout).toContain('[port-malformed]')
  })
})

describe.runIf(process.platform === 'linux')('launchway local leaves nothing behind', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('after %s once it listens', async (signal) => {
    const local = startLocal('--port', '0')
    await local.line(/^export AWS_ENDPOINT_URL=/)
    const remains = await remainsOf(local.child.pid ?? 0)
    expect(leftOf(remains)).not.toEqual([])
    local.child.kill(signal)
    expect(await local.ended).toMatchObject({ code: null, signal })
    await nothingIsLeft(remains)
  })

  it.each(['SIGINT', 'SIGKILL'] as const)('after %s at its very start', async (signal) => {
    const local = startLocal('--port', '0')
    const remains = await remainsOf(local.child.pid ?? 0)
    local.child.kill(signal)
    await local.ended
    await nothingIsLeft(remains)
  })
})
