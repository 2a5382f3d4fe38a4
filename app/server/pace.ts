import { createHash } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { LRUCache } from 'lru-cache'
import { callsPerMinute } from '../contract.ts'
import { networkOf } from './network-of.ts'
import { sendProblem } from './problem.ts'

/** How often a route may be called: reading much, writing less, signing in and uploading seldom; streams are counted when opened. */
export type Pace = 'none' | keyof typeof callsPerMinute

/**
 * Limits by pace, each counted for a user, else for an address, in this task. `factor` makes all of them larger or
 * smaller; 0 is no limit at all.
 */
export function paceLimits(factor: number): (pace: Pace) => RequestHandler | undefined {
  const limits = new Map(
    Object.entries(callsPerMinute).map(([pace, limit]) => [pace, limitOf(Math.max(1, Math.round(limit * factor)))]),
  )
  return (pace) => (factor === 0 ? undefined : limits.get(pace))
}

type Count = { used: number; readonly until: number; readonly policy: string }

const minute = 60_000

/**
 * Counts for each caller by minutes of their own, and says in every answer how many are left. Of very many callers it
 * remembers the latest.
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-08
 */
function limitOf(limit: number): RequestHandler {
  const counts = new LRUCache<string, Count>({ max: 50_000 })
  const name = `"${limit}-in-1min"`
  const begun = (caller: string, now: number): Count => {
    const policy = `${name}; q=${limit}; w=${minute / 1000}; pk=:${partitionOf(caller)}:`
    const count = { used: 0, until: now + minute, policy }
    counts.set(caller, count)
    return count
  }
  return (request, response, next) => {
    const now = Date.now()
    const caller = callerOf(request)
    const known = counts.get(caller)
    const count = known && known.until > now ? known : begun(caller, now)
    count.used++
    const seconds = Math.ceil((count.until - now) / 1000)
    response.setHeader('RateLimit', `${name}; r=${Math.max(0, limit - count.used)}; t=${seconds}`)
    response.setHeader('RateLimit-Policy', count.policy)
    if (count.used <= limit) return next()
    response.setHeader('Retry-After', String(seconds))
    sendProblem(response, {
      title: 'That was a lot at once; try again in a minute',
      status: 429,
      code: 'too-many-requests',
    })
  }
}

// Tells one caller's count from another's, and nobody who they are.
const partitionOf = (caller: string): string =>
  Buffer.from(createHash('sha256').update(caller).digest('hex').slice(0, 12)).toString('base64')

const callerOf = (request: Request): string => {
  const viewer = request.res?.locals.viewer as { id: string } | undefined
  return viewer?.id ?? networkOf(request.ip ?? '')
}
