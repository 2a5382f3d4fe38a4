// The local API Gateway: HTTP APIs that really run functions.
import type { RestHandler } from '../protocols/received.ts'
import { restJson } from '../protocols/rest-json.ts'
import type { Service } from '../service.ts'
import type { World } from '../world.ts'
import { type ApiCare, removeApi } from './apis.ts'
import type { HttpApiPorts } from './ports.ts'
import { httpApiResources } from './resources.ts'
import { httpApiRoutes } from './routes.ts'
import type { HttpApis } from './state.ts'

/** HTTP APIs, as other services and a rehearsal see them. */
export interface HttpApiApi {
  /** The local URL of an API, by its id, its domain name or its endpoint. */
  readonly urlOf: (api: string) => string | undefined
}

/** The local API Gateway. Its wire side is `rest`, registered under the signing name `apigateway`. */
export const apigatewayv2 = (
  world: World,
  ports: HttpApiPorts,
): { readonly service: Service; readonly rest: RestHandler; readonly api: HttpApiApi } => {
  const apis: HttpApis = new Map()
  const care: ApiCare = { world, ports, apis }
  return {
    service: {
      name: 'apigateway',
      protocol: 'json',
      target: 'ApiGatewayV2',
      operations: {},
      resources: httpApiResources(care),
      stop: async () => {
        await Promise.all([...apis.values()].map((api) => removeApi(care, api)))
      },
    },
    rest: restJson('apigateway', httpApiRoutes(care), world),
    api: {
      urlOf: (name) => {
        const found = [...apis.values()].find(
          ({ id, domainName, endpoint }) => id === name || domainName === name || endpoint === name,
        )
        return found && `http://127.0.0.1:${found.localPort}`
      },
    },
  }
}
