// The operations: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
import { jsonReply, type Routes } from '../protocols/rest-json.ts'
import type { Shape } from '../service.ts'
import { type ApiCare, addPart, apiOf, changePart, createApi, type Kind, partOf, removeApi } from './apis.ts'
import { lowerKeys, upperKeys } from './key-case.ts'
import type { HttpApi, Part } from './state.ts'

const time = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z')

const apiShape = (api: HttpApi): Shape => ({
  ...lowerKeys(api.given),
  apiId: api.id,
  apiEndpoint: api.endpoint,
  createdDate: time(api.createdAt),
})

const idOf: Readonly<Record<Kind, string>> = {
  routes: 'routeId',
  integrations: 'integrationId',
  authorizers: 'authorizerId',
  stages: 'stageName',
}

const partShape = (kind: Kind, part: Part): Shape => {
  const { ApiId: _api, ...given } = part.given
  return { ...lowerKeys(given), [idOf[kind]]: part.id }
}

const empty = { status: 204, headers: {}, body: '' }

const partRoutes = (care: ApiCare, kind: Kind): Routes => {
  const path = `/v2/apis/{api}/${kind}`
  return {
    [`POST ${path}`]: (route) =>
      jsonReply(partShape(kind, addPart(care, apiOf(care, route.path.api), kind, upperKeys(route.body()))), 201),
    [`GET ${path}`]: (route) => ({
      items: [...apiOf(care, route.path.api)[kind].values()].map((part) => partShape(kind, part)),
    }),
    [`GET ${path}/{id}`]: (route) => partShape(kind, partOf(apiOf(care, route.path.api), kind, route.path.id)),
    [`PATCH ${path}/{id}`]: (route) => {
      const api = apiOf(care, route.path.api)
      const before = partOf(api, kind, route.path.id)
      return partShape(kind, changePart(api, kind, before.id, { ...before.given, ...upperKeys(route.body()) }))
    },
    [`DELETE ${path}/{id}`]: (route) => {
      const api = apiOf(care, route.path.api)
      api[kind].delete(partOf(api, kind, route.path.id).id)
      return empty
    },
  }
}

/** Every route of the service. */
export const httpApiRoutes = (care: ApiCare): Routes => ({
  'POST /v2/apis': async (route) => jsonReply(apiShape(await createApi(care, upperKeys(route.body()))), 201),
  'GET /v2/apis': () => ({ items: [...care.apis.values()].map(apiShape) }),
  'GET /v2/apis/{api}': (route) => apiShape(apiOf(care, route.path.api)),
  'PATCH /v2/apis/{api}': (route) => {
    const api = apiOf(care, route.path.api)
    api.given = { ...api.given, ...upperKeys(route.body()) }
    return apiShape(api)
  },
  'DELETE /v2/apis/{api}': async (route) => {
    await removeApi(care, apiOf(care, route.path.api))
    return empty
  },
  ...partRoutes(care, 'routes'),
  ...partRoutes(care, 'integrations'),
  ...partRoutes(care, 'authorizers'),
  ...partRoutes(care, 'stages'),
})
