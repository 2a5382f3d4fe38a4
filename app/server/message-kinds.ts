import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http'
import type { Express } from 'express'

/**
 * The kinds of request and response that an Express application works with, for the server to make. Express gives those
 * of others its own prototypes on arrival, and V8 then forgets all it had optimized for them: more than half the
 * time that a request takes outside of the database.
 * https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object/setPrototypeOf#description
 */
export function messageKinds(app: Express | RequestListener): {
  IncomingMessage?: typeof IncomingMessage
  ServerResponse?: typeof ServerResponse
} {
  if (!('request' in app)) return {}
  class AppRequest extends IncomingMessage {}
  class AppResponse<From extends IncomingMessage> extends ServerResponse<From> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request)
  Object.setPrototypeOf(AppResponse.prototype, app.response)
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype })
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse }
}
