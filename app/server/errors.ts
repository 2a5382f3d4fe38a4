import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import type { Problem } from '../contract.ts'
import { ConversationNotFound, CursorNotValid, KeyReused } from '../db/conversations.ts'
import { Refusal, refusals, sendProblem } from './problem.ts'

/** Answers requests that no route took. */
export const notFound: RequestHandler = (request, response) =>
  sendProblem(response, {
    title: 'There is nothing here',
    status: 404,
    code: 'not-found',
    detail: `${request.method} ${request.path} is not part of the API`,
  })

/** A request that failed of something that is not the caller's. */
export type Failure = {
  readonly error: unknown
  readonly status: number
  readonly request: Request
  readonly response: Response
}

/** Who is told of failures. */
export type OnFailure = (failure: Failure) => void

/** Answers requests that threw: the client learns what it can correct, the log and who listens learn the rest. */
export const failedWith =
  (onFailure?: OnFailure): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const refusal = refusalOf(error)
    const { status, title } = refusal.problem
    const log = response.locals.log as Logger
    const cause = status === 500 ? error : refusal.cause
    if (status >= 500 && cause) onFailure?.({ error: cause, status, request, response })
    if (response.headersSent) return next(error)
    if (status === 500) log.error({ err: error }, 'request failed')
    if (status === 503 && cause) log.warn({ err: cause }, title)
    response.set(refusal.headers)
    sendProblem(response, refusal.problem)
  }

/** Known refusals of the body parser by their `type`. https://github.com/expressjs/body-parser#errors */
const ofBody: Readonly<Record<string, Problem>> = {
  'entity.parse.failed': { title: 'The body is not valid JSON', status: 400, code: 'invalid' },
  'entity.too.large': { title: 'The body is too large', status: 413, code: 'too-large' },
  'encoding.unsupported': { title: 'The content encoding is not supported', status: 415 },
  'charset.unsupported': { title: 'The charset is not supported; send UTF-8', status: 415 },
}

/**
 * What the database, or the way to it, refuses, and what that is to the caller. `23503`: what a row refers to went while
 * it was written. The others: it is away, starting, stopping, takes too long, or ended one of two that waited for each other.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const isGone = (code: string): boolean => code === '23503'
const isAway = (code: string): boolean =>
  /^(08...|57P0[123]|57014|53300|25P03|40001|40P01|55P03|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE)$/.test(
    code,
  )

/**
 * DynamoDB is slow, has too much to do, or others write the same all the time; the SDK has tried again by then.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const isBusy = (name: string): boolean =>
  /^(ThrottlingException|ProvisionedThroughputExceededException|RequestLimitExceeded|InternalServerError|ServiceUnavailable|TimeoutError|TransactionInProgressException|TransactionCanceledException)$/.test(
    name,
  )

function ofDatabase(error: Error & { code?: unknown }): Refusal | undefined {
  const code = typeof error.code === 'string' ? error.code : ''
  if (isGone(code)) return refusals.notFound('activity')
  if (
    !isAway(code) &&
    !isBusy(error.name) &&
    !/^(timeout exceeded when trying to connect|Connection terminated)/.test(error.message)
  )
    return undefined
  const refusal = refusals.unavailable('The server is busy with itself; try again')
  refusal.cause = error
  return refusal
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const ofTheirs = error instanceof Error ? ofDatabase(error) : undefined
  if (ofTheirs) return ofTheirs
  if (error instanceof ConversationNotFound) return refusals.notFound('conversation')
  if (error instanceof KeyReused) return refusals.keyReused()
  if (error instanceof CursorNotValid)
    return new Refusal({
      title: 'What you sent cannot be used',
      status: 422,
      code: 'invalid',
      errors: [{ path: 'before', message: 'must be the "next" of an earlier page' }],
    })
  const { type, status } = error instanceof Error ? (error as Error & { type?: string; status?: number }) : {}
  const known = type === undefined ? undefined : ofBody[type]
  if (known) return new Refusal(known)
  if (status !== undefined && status >= 400 && status < 500)
    return new Refusal({ title: 'The request is not valid', status })
  return new Refusal({ title: 'Something went wrong on our side; try again', status: 500 })
}
