import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { callsPerMinute } from '../contract.ts'
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

const limitOf = (limit: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: callerOf,
    validate: false,
    handler: (_request, response) =>
      sendProblem(response, {
        title: 'That was a lot at once; try again in a minute',
        status: 429,
        code: 'too-many-requests',
      }),
  })

const callerOf = (request: Request): string => {
  const viewer = request.res?.locals.viewer as { id: string } | undefined
  return viewer?.id ?? ipKeyGenerator(request.ip ?? '')
}
