// Users, while a release rolls out: steady requests through the load balancer, each answer counted.
import { Agent, request } from 'node:http'
import type { Account } from './accounts.ts'

/** What the users saw. */
export interface Served {
  readonly requests: number
  readonly failed: number
  /** What failed, each kind once, with how often. */
  readonly failures: Readonly<Record<string, number>>
  /** Milliseconds: the median and the slowest one in a hundred. */
  readonly p50: number
  readonly p99: number
  /** The releases that answered. */
  readonly releases: readonly string[]
}

/** Users who keep calling until they are stopped. */
export interface Load {
  readonly stop: () => Promise<Served>
}

interface Answer {
  readonly status: number
  readonly body: string
}

interface Call {
  readonly url: URL
  readonly accessToken: string
  readonly body?: string
}

const call = (agent: Agent, { url, accessToken, body }: Call): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: body === undefined ? 'GET' : 'POST',
        timeout: 10_000,
        headers: {
          authorization: `Bearer ${accessToken}`,
          ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part) => {
          text += part
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text })).on('error', reject)
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer in 10 s'))).on('error', reject)
    sent.end(body)
  })

const releaseIn = (body: string): string | undefined => /"release":"([^"]+)"/.exec(body)?.[1]

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

/** What users do, in turn: mostly read, sometimes post, and ask for the release. */
const visits = (round: number): { readonly path: string; readonly body?: string } => {
  if (round % 10 === 9)
    return {
      path: '/api/activities',
      body: JSON.stringify({ message: `visit ${round}`, ttl: '1-hour' }),
    }
  return { path: round % 3 === 0 ? '/api/health-check' : '/api/activities/home' }
}

/** Starts users who call one after the other over kept-alive connections, pausing a moment between two calls. */
export const startLoad = (origin: string, users: readonly Account[], pause = 120): Load => {
  const agent = new Agent({ keepAlive: true, maxSockets: users.length })
  const times: number[] = []
  const failures: Record<string, number> = {}
  const releases = new Set<string>()
  let going = true
  const fail = (why: string) => {
    failures[why] = (failures[why] ?? 0) + 1
  }
  const use = async ({ accessToken }: Account, offset: number) => {
    for (let round = offset; going; round++) {
      const { path, body } = visits(round)
      const started = performance.now()
      try {
        const answer = await call(agent, {
          url: new URL(path, origin),
          accessToken,
          ...(body !== undefined && { body }),
        })
        if (answer.status >= 400) fail(`${answer.status} ${path}`)
        const release = releaseIn(answer.body)
        if (release) releases.add(release)
      } catch (error) {
        fail(`${error instanceof Error ? error.message : String(error)} ${path}`)
      }
      times.push(performance.now() - started)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  const all = Promise.all(users.map((user, at) => use(user, at * 3)))
  return {
    stop: async () => {
      going = false
      await all
      agent.destroy()
      const sorted = [...times].sort((one, other) => one - other)
      return {
        requests: times.length,
        failed: Object.values(failures).reduce((sum, many) => sum + many, 0),
        failures,
        p50: percentile(sorted, 0.5),
        p99: percentile(sorted, 0.99),
        releases: [...releases],
      }
    },
  }
}
