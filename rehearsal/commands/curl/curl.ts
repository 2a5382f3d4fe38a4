// The `curl` on a build's PATH. Names of load balancers and distributions lead to where they listen here; everything
// else is this machine's own curl.
import { spawn } from 'node:child_process'
import { accessSync, constants, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type CommandLine, Refusal } from '../command-line.ts'
import { type CurlRequest, curlRequest } from './arguments.ts'

const portOf = ({ port, protocol }: URL) => Number(port || (protocol === 'https:' ? 443 : 80))

/** Where a request really goes: the first `--connect-to` that fits says so, as in curl. */
const targetOf = ({ url, connectTo }: Pick<CurlRequest, 'url' | 'connectTo'>) => {
  for (const rule of connectTo) {
    const [host, port, toHost, toPort] = rule.split(':')
    if ((!host || host === url.hostname) && (!port || Number(port) === portOf(url)))
      return { host: toHost || url.hostname, port: Number(toPort || portOf(url)) }
  }
  return { host: url.hostname, port: portOf(url) }
}

const localUrl = async (line: CommandLine, { host, port }: ReturnType<typeof targetOf>): Promise<URL | undefined> => {
  const endpoint = line.env.AWS_ENDPOINT_URL
  if (!endpoint) return undefined
  const answer = await fetch(`${endpoint}/_local/hosts/${encodeURIComponent(host)}/${port}`)
  return answer.ok ? new URL(await answer.text()) : undefined
}

interface Answer {
  readonly status: number
  readonly location?: string
  readonly body: Buffer
}

const read = async (message: IncomingMessage): Promise<Answer> => {
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece as Buffer)
  const { location } = message.headers
  return { status: message.statusCode ?? 0, ...(location && { location }), body: Buffer.concat(pieces) }
}

// HTTPS listeners speak plain HTTP here; the host that was asked for stays in the request.
const send = (at: URL, asked: CurlRequest): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = Object.fromEntries(
      asked.headers.map((each) => [each.slice(0, each.indexOf(':')), each.slice(each.indexOf(':') + 1).trim()]),
    )
    const message = httpRequest(
      {
        host: at.hostname,
        port: at.port,
        path: `${asked.url.pathname}${asked.url.search}`,
        method: asked.method,
        headers: { host: asked.url.host, 'user-agent': 'curl/8 (launchway)', accept: '*/*', ...headers },
        signal: AbortSignal.timeout(asked.maxSeconds * 1000),
      },
      (response) => read(response).then(resolve, reject),
    )
    message.on('error', reject)
    message.end(asked.body)
  })

class CurlError extends Error {
  readonly status: number
  readonly passes: boolean
  constructor(status: number, message: string, passes: boolean) {
    super(message)
    this.status = status
    this.passes = passes
  }
}

const attempt = async (line: CommandLine, first: CurlRequest): Promise<Answer> => {
  let asked = first
  for (let hops = 0; hops < 50; hops++) {
    const { host, port } = targetOf(asked)
    const at = await localUrl(line, { host, port })
    if (!at) throw new CurlError(6, `Could not resolve host: ${host}`, true)
    const answer = await send(at, asked).catch((error: Error) => {
      const slow = error.name === 'TimeoutError' || error.name === 'AbortError'
      throw new CurlError(
        slow ? 28 : 7,
        slow ? 'Operation timed out' : `Failed to connect to ${host}: ${error.message}`,
        true,
      )
    })
    if (!asked.follows || answer.location === undefined || answer.status < 300 || answer.status > 399) {
      // As curl has it: these are worth another try, other errors only with --retry-all-errors.
      const passes = [408, 429, 500, 502, 503, 504].includes(answer.status)
      if (asked.fails && answer.status >= 400)
        throw new CurlError(22, `The requested URL returned error: ${answer.status}`, passes)
      return answer
    }
    asked = { ...asked, url: new URL(answer.location, asked.url) }
  }
  throw new CurlError(47, 'Maximum (50) redirects followed', false)
}

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** This machine's own curl: the next one on the PATH. */
const handOver = async (line: CommandLine): Promise<number> => {
  const others = (line.env.PATH ?? '').split(delimiter).filter((folder) => folder !== line.env.LAUNCHWAY_COMMANDS)
  const program = others.map((folder) => join(folder, 'curl')).find(isProgram)
  if (!program)
    throw new Refusal(
      'curl: there is none on this machine, and that of the local build only reaches its own hosts',
      127,
    )
  const child = spawn(program, line.args, { stdio: 'inherit', cwd: line.cwd })
  return new Promise((resolve) => {
    child.once('error', () => resolve(127))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** Runs one `curl` command line; gives its exit status. */
export const curl = async (line: CommandLine): Promise<number> => {
  const asked = curlRequest(line.args)
  if (!asked || !(await localUrl(line, targetOf(asked)))) return handOver(line)
  for (let tries = 0; ; tries++) {
    try {
      const { body } = await attempt(line, asked)
      if (asked.output) writeFileSync(join(line.cwd, asked.output), body)
      else process.stdout.write(body)
      return 0
    } catch (error) {
      if (!(error instanceof CurlError)) throw error
      if (tries >= asked.retries || !(asked.retriesAll || error.passes)) {
        if (!asked.silent || asked.showsError) line.err(`curl: (${error.status}) ${error.message}`)
        return error.status
      }
      await setTimeout(asked.retryDelay * 1000)
    }
  }
}
