import type { Response } from 'express'
import type { z } from 'zod'
import type { Problem } from '../contract.ts'

/** Thrown where a request is refused; what answers it is in one place. `retryAfter` is in seconds. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>

  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.title)
    this.problem = problem
    this.headers = headers
  }
}

/** Answers with the reason a request was refused. https://www.rfc-editor.org/rfc/rfc9457 */
export function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** The refusals that several routes share. */
export const refusals = {
  signedOut: (title = 'Sign in first') =>
    new Refusal({ title, status: 401, code: 'signed-out' }, { 'WWW-Authenticate': 'Bearer' }),
  forbidden: (title: string) => new Refusal({ title, status: 403, code: 'forbidden' }),
  notFound: (what: string) => new Refusal({ title: `There is no such ${what}`, status: 404, code: 'not-found' }),
  keyReused: () =>
    new Refusal({
      title: 'This Idempotency-Key came with something else before; send a new one',
      status: 409,
      code: 'key-reused',
    }),
  unavailable: (title: string) => new Refusal({ title, status: 503, code: 'unavailable' }, { 'Retry-After': '5' }),
  notConfigured: (what: string) =>
    new Refusal({ title: `${what} is not set up on this server`, status: 503, code: 'not-configured' }),
}

/** Everything that is wrong with what was sent; the path of the whole is the empty text. */
export const unprocessable = (errors: readonly z.ZodError[]): Problem => ({
  title: 'What you sent cannot be used',
  status: 422,
  code: 'invalid',
  errors: errors.flatMap(({ issues }) => issues.map(({ path, message }) => ({ path: path.join('.'), message }))),
})
