import { z } from 'zod'
import { routes } from '../../contract.ts'
import type { Deps } from '../../server/deps.ts'
import { endpointsOf } from '../../server/endpoints/all.ts'
import { refusalsOf } from '../../server/openapi.ts'
import { problemSchema } from '../../server/schemas/others.ts'

type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown }

/** The routes of the API, as the OpenAPI document has them. */
export const endpointsFor = (deps: Deps) =>
  endpointsOf(deps, { viewers: { of: () => Promise.reject(), forget: () => {} }, changed: async () => {} })

/** Throws when an answer is not one that the OpenAPI document promises for its route. */
export function conforming(deps: Deps): (method: string, path: string, answer: Answer) => void {
  const endpoints = endpointsFor(deps)
  return (method, path, { status, headers, body }) => {
    const found = endpoints.find((each) => each.method === method.toLowerCase() && fits(each.path, path))
    if (!found || path === routes.openapi) return
    const promised = found.answers[status]
    if (promised instanceof z.ZodType) promised.parse(body)
    else if (promised === null) z.undefined().parse(body)
    else if (promised === undefined) {
      if (!refusalsOf(found).includes(status))
        throw new Error(`${found.id} does not document ${status}: ${JSON.stringify(body)}`)
      problemSchema.parse(body)
      if (!headers.get('content-type')?.startsWith('application/problem+json'))
        throw new Error(`${found.id}: not a problem`)
    }
  }
}

const fits = (route: string, path: string): boolean => new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`).test(path)
