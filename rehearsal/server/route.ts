import type { IncomingMessage, ServerResponse } from 'node:http'

/** A raw HTTP route below a path prefix, for what is no AWS protocol (the image registry's `/v2/`, a health page). */
export interface Route {
  readonly prefix: string
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>
}
