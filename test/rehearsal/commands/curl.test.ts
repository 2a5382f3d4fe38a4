import { spawn } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hostsPrefix, hostsRoute } from '#rehearsal/hosts.ts'
import { bundledCommands } from './bundled-commands.ts'

const balancer = 'web-123.eu-west-1.elb.amazonaws.com'
const closing: (() => void)[] = []
let commands: Awaited<ReturnType<typeof bundledCommands>>
let endpoint = ''
let answers: readonly number[] = []
let asked: string[] = []

const listen = async (handle: RequestListener): Promise<string> => {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  commands = await bundledCommands()
  const web = await listen((request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url}`)
    if (request.url === '/old') return response.writeHead(301, { location: `http://${balancer}/health` }).end()
    response.writeHead(answers[Math.min(asked.length, answers.length) - 1] ?? 200).end('release abc')
  })
  const route = hostsRoute((host, port) => (host === balancer && (port === 80 || port === 443) ? web : undefined))
  endpoint = await listen((request, response) => {
    if (request.url?.startsWith(hostsPrefix)) void route.handle(request, response)
  })
})
beforeEach(() => {
  answers = []
})
afterAll(async () => {
  for (const close of closing) close()
  await commands.remove()
})

const curl = (words: readonly string[], path = process.env.PATH ?? '') =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    asked = []
    const env = { AWS_ENDPOINT_URL: endpoint, PATH: `${commands.directory}:${path}` }
    const child = spawn(join(commands.directory, 'curl'), words, { env })
    let [out, err] = ['', '']
    child.stdout.on('data', (piece) => {
      out += piece
    })
    child.stderr.on('data', (piece) => {
      err += piece
    })
    child.once('close', (code) => resolve({ code, out, err }))
  })

describe('curl of a local build', () => {
  it('finds a load balancer by its name, and follows what it redirects to', async () => {
    expect(await curl(['-fsSL', `http://${balancer}/old`])).toMatchObject({ code: 0, out: 'release abc' })
    expect(asked).toEqual([`GET ${balancer}/old`, `GET ${balancer}/health`])
  })

  it('asks for a domain at the load balancer that --connect-to names', async () => {
    const words = ['--fail', '--silent', '--connect-to', `::${balancer}:443`, 'https://acme.example/health']
    expect(await curl(words)).toMatchObject({ code: 0, out: 'release abc' })
    expect(asked).toEqual(['GET acme.example/health'])
  })

  it('tries again what failed, as often as it is told', async () => {
    answers = [503, 404, 200]
    const retried = ['-fsS', '--retry', '3', '--retry-delay', '0', '--retry-all-errors']
    expect(await curl([...retried, `http://${balancer}/health`])).toMatchObject({ code: 0, out: 'release abc' })
    expect(asked).toHaveLength(3)
  })

  it('ends with what curl ends with', async () => {
    answers = [500]
    const failed = await curl(['-fsS', `http://${balancer}/health`])
    expect(failed).toMatchObject({ code: 22, out: '', err: expect.stringContaining('returned error: 500') })
  })

  it('hands everything else over to the curl of this machine, and says so when there is none', async () => {
    const none = await curl([`http://${balancer}/health`, '--http3'], join(commands.directory, 'nowhere'))
    expect(none).toMatchObject({ code: 127, err: expect.stringContaining('there is none on this machine') })
  })
})
