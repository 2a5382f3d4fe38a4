import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Problem } from '../contract.ts'
import { sendProblem } from './problem.ts'

/** Answers requests that no route took. */
export const notFound: RequestHandler = (request, response) =>
  sendProblem(response, {
    title: 'There is nothing here',
    status: 404,
    detail: `${request.method} ${request.path} is not part of the API`,
  })

/** Answers requests that threw: the client learns what it can correct, the log learns the rest. */
export const failed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  const problem = problemOf(error)
  if (problem.status >= 500) (response.locals.log as Logger).error({ err: error }, 'request failed')
  sendProblem(response, problem)
}

/** Known refusals of the body parser by their `type`. https://github.com/expressjs/body-parser#errors */
const refusals: Readonly<Record<string, Problem>> = {
  'entity.parse.failed': { title: 'The body is not valid JSON', status: 400 },
  'entity.too.large': { title: 'The body is too large', status: 413 },
  'encoding.unsupported': { title: 'The content encoding is not supported', status: 415 },
  'charset.unsupported': { title: 'The charset is not supported; send UTF-8', status: 415 },
}

function problemOf(error: unknown): Problem {
  const { type, status } = error instanceof Error ? (error as Error & { type?: string; status?: number }) : {}
  const known = type === undefined ? undefined : refusals[type]
  if (known) return known
  if (status !== undefined && status >= 400 && status < 500) return { title: 'The request is not valid', status }
  return { title: 'Something went wrong on our side; try again', status: 500 }
}
