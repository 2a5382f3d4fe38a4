import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

/**
 * The headers of every answer. Answers are data: nothing in them may be run, framed, loaded from anywhere or kept. What
 * helmet sets does not depend on the request, so it is asked once.
 */
export function safeHeaders(): RequestHandler {
  const headers = new Map<string, string>()
  const secure = helmet({
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }, useDefaults: false },
  })
  const recorder = { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => {} }
  secure({} as never, recorder as unknown as Response, () => {})
  headers.set('Cache-Control', 'no-store')
  return (_request, response, next) => {
    response.setHeaders(headers)
    next()
  }
}
