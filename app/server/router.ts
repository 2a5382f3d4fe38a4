import express, { type RequestHandler, type Response, type Router } from 'express'
import { z } from 'zod'
import { idempotencyHeader, limits } from '../contract.ts'
import type { Endpoint } from './endpoint.ts'
import { ownPagesOnly } from './origins.ts'
import { paceLimits } from './pace.ts'
import { Refusal, refusals, sendProblem, unprocessable } from './problem.ts'
import { admit, type Viewers } from './viewer.ts'

/** What serving endpoints takes. */
export type Serving = { readonly viewers: Viewers; readonly origins: readonly string[]; readonly rateFactor: number }

/** Serves endpoints: who calls, how often, and what they send is checked in this order, then the route runs. */
export function routerOf(endpoints: readonly Endpoint[], { viewers, origins, rateFactor }: Serving): Router {
  const router = express.Router()
  const limitOf = paceLimits(rateFactor)
  const own = ownPagesOnly(origins)
  const json = express.json({ limit: limits.body, strict: false })
  for (const each of endpoints) {
    const steps: readonly (RequestHandler | undefined)[] = [
      each.access === 'page' ? own : undefined,
      each.access === 'user' || each.access === 'reader' ? admit(each.access, viewers) : undefined,
      limitOf(each.pace),
      each.body ? json : undefined,
      each.handler ?? serve(each),
    ]
    router[each.method](each.path, ...steps.filter((step) => step !== undefined))
  }
  for (const path of new Set(endpoints.map((each) => each.path))) {
    const methods = endpoints.filter((each) => each.path === path).map(({ method }) => method.toUpperCase())
    router.all(path, (request, response) => {
      response.set('Allow', methods.join(', '))
      sendProblem(response, { title: `${request.method} is not possible here`, status: 405 })
    })
  }
  return router
}

const keySchema = z.object({
  [idempotencyHeader]: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"')
    .optional(),
})

function serve({ params, query, body, takesKey, run }: Endpoint): RequestHandler {
  return async (request, response) => {
    // A path that cannot be is the path of nothing.
    const path = params?.safeParse(request.params)
    if (path && !path.success) throw refusals.notFound('thing')
    const key = takesKey ? keySchema.safeParse({ [idempotencyHeader]: request.get(idempotencyHeader) }) : undefined
    const asked = query?.safeParse(request.query)
    const sent = body?.safeParse(request.body)
    const errors = [key, asked, sent].flatMap((one) => (one && !one.success ? [one.error] : []))
    if (errors.length > 0) throw new Refusal(unprocessable(errors))
    const answer = await run?.({
      params: path?.data,
      query: asked?.data,
      body: sent?.data,
      viewer: response.locals.viewer,
      key: key?.data?.[idempotencyHeader],
      request,
      response,
    })
    response.statusCode = answer?.status ?? 204
    if (answer?.body === undefined) response.end()
    else sendJson(response, answer.body)
  }
}

// As Express does, without looking for what it may be: it is JSON, and none of it is transformed.
function sendJson(response: Response, body: unknown): void {
  const text = JSON.stringify(body)
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.setHeader('Content-Length', Buffer.byteLength(text))
  response.end(response.req.method === 'HEAD' ? undefined : text)
}
