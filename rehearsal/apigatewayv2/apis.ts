// Making, changing and removing APIs and their parts.
import { listen } from '../elbv2/listen.ts'
import { awsError, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { HttpApiPorts } from './ports.ts'
import { serveApi } from './serve-api.ts'
import type { HttpApi, HttpApis, Part } from './state.ts'

/** What APIs are made with. */
export interface ApiCare {
  readonly world: World
  readonly ports: HttpApiPorts
  readonly apis: HttpApis
}

/** The kinds of parts. */
export type Kind = 'routes' | 'integrations' | 'authorizers' | 'stages'

const bad = (message: string) => awsError('BadRequestException', message)

/** The API of that id, or the error API Gateway gives. */
export const apiOf = ({ apis }: ApiCare, id: unknown): HttpApi => {
  const api = apis.get(String(id))
  if (api) return api
  throw awsError('NotFoundException', `Invalid API identifier specified ${id}`, 404)
}

const newId = ({ world }: ApiCare, length: number): string =>
  BigInt(`0x${world.id().replaceAll('-', '')}`)
    .toString(36)
    .slice(0, length)

/** Makes an API and starts its server. */
export const createApi = async (care: ApiCare, given: Shape): Promise<HttpApi> => {
  const { world, ports, apis } = care
  if (given.ProtocolType !== 'HTTP')
    throw bad(`the local AWS has HTTP APIs; ProtocolType ${given.ProtocolType} is not there`)
  const id = newId(care, 10)
  const made: { api?: HttpApi } = {}
  const server = serveApi({ world, ports, api: () => made.api as HttpApi })
  const localPort = await listen(server)
  const domainName = `${id}.execute-api.${world.region}.amazonaws.com`
  made.api = {
    id,
    domainName,
    endpoint: `https://${domainName}`,
    createdAt: world.clock.now(),
    given,
    server,
    localPort,
    routes: new Map(),
    integrations: new Map(),
    authorizers: new Map(),
    stages: new Map(),
    remembered: new Map(),
  }
  apis.set(id, made.api)
  world.notice({
    from: 'apigateway',
    subject: String(given.Name),
    says: `${domainName} is http://127.0.0.1:${localPort}`,
  })
  return made.api
}

/** Removes an API and ends its server. */
export const removeApi = async ({ apis }: ApiCare, api: HttpApi): Promise<void> => {
  apis.delete(api.id)
  await new Promise<void>((resolve) => {
    api.server.close(() => resolve())
    api.server.closeAllConnections()
  })
}

const check = (api: HttpApi, kind: Kind, given: Shape, own?: string): void => {
  if (
    kind === 'integrations' &&
    given.IntegrationType === 'AWS_PROXY' &&
    (given.PayloadFormatVersion ?? '2.0') !== '2.0'
  )
    throw bad('the local AWS speaks payload format 2.0 only; set PayloadFormatVersion to 2.0')
  if (kind === 'integrations' && given.IntegrationType !== 'AWS_PROXY')
    throw bad(`the local AWS has AWS_PROXY integrations; ${given.IntegrationType} is not there`)
  if (
    kind === 'authorizers' &&
    given.AuthorizerType === 'REQUEST' &&
    (given.AuthorizerPayloadFormatVersion ?? '2.0') !== '2.0'
  )
    throw bad('the local AWS speaks payload format 2.0 only; set AuthorizerPayloadFormatVersion to 2.0')
  if (kind !== 'routes') return
  const key = String(given.RouteKey ?? '')
  if (key !== '$default' && !/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) \/\S*$/.test(key))
    throw bad(
      'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
    )
  if ([...api.routes.values()].some((route) => route.given.RouteKey === key && route.id !== own))
    throw awsError('ConflictException', `Route with key ${key} already exists for this API`, 409)
}

/** Adds a part to an API. A stage is known by its name. */
export const addPart = (care: ApiCare, api: HttpApi, kind: Kind, given: Shape): Part => {
  check(api, kind, given)
  const part = { id: kind === 'stages' ? String(given.StageName) : newId(care, 7), given }
  if (kind === 'stages' && api.stages.has(part.id)) throw awsError('ConflictException', `Stage already exists`, 409)
  api[kind].set(part.id, part)
  return part
}

/** The part of that id, or the error API Gateway gives. */
export const partOf = (api: HttpApi, kind: Kind, id: unknown): Part => {
  const part = api[kind].get(String(id))
  if (part) return part
  throw awsError('NotFoundException', `Invalid ${kind.slice(0, -1)} identifier specified ${id}`, 404)
}

/** Changes a part; what an authorizer said before is forgotten. */
export const changePart = (api: HttpApi, kind: Kind, id: unknown, given: Shape): Part => {
  const part = partOf(api, kind, id)
  check(api, kind, given, part.id)
  part.given = given
  if (kind === 'authorizers') api.remembered.clear()
  return part
}
