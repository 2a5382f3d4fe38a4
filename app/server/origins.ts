import type { RequestHandler } from 'express'
import { idempotencyHeader, positionHeader } from '../contract.ts'
import { refusals } from './problem.ts'

/**
 * Lets the pages of other origins in that are listed, and no others; those of the API's own origin need no permission.
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    response.vary('Origin')
    const origin = request.get('origin')
    const isListed = origin !== undefined && origins.includes(origin)
    if (isListed) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': `X-Request-Id, Retry-After, ${positionHeader}`,
      })
    }
    if (request.method !== 'OPTIONS' || !request.get('access-control-request-method')) return next()
    if (isListed) {
      response.set({
        'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
        'Access-Control-Allow-Headers': `Authorization, Content-Type, Last-Event-ID, ${idempotencyHeader}`,
        'Access-Control-Max-Age': '3600',
      })
    }
    response.status(204).end()
  }
}

/**
 * Refuses what a page of another site sends to a route that works by cookie. Browsers say where a request comes from;
 * programs that are not browsers send no cookie unasked.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function ownPagesOnly(origins: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    const origin = request.get('origin')
    const site = request.get('sec-fetch-site')
    const isOwn = origin === undefined ? site === undefined || site === 'same-origin' : isFrom(origin)
    if (!isOwn) throw refusals.forbidden('This can only be called by a page of this site')
    next()

    function isFrom(from: string): boolean {
      return (
        origins.includes(from) || site === 'same-origin' || (site === undefined && hostIn(from) === request.get('host'))
      )
    }
  }
}

function hostIn(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}
