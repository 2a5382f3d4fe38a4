import { z } from 'zod'
import { idempotencyHeader } from '../contract.ts'
import type { Endpoint } from './endpoint.ts'
import * as activities from './schemas/activities.ts'
import * as messages from './schemas/messages.ts'
import * as others from './schemas/others.ts'
import * as session from './schemas/session.ts'
import * as users from './schemas/users.ts'

type Json = Record<string, unknown>

/** The schemas that have a name in the document: `activitySchema` is `Activity`. */
const named = new Map(
  Object.entries({ ...activities, ...messages, ...others, ...session, ...users }).flatMap(([key, schema]) =>
    schema instanceof z.ZodType ? [[schema as z.ZodType, nameOf(key)] as const] : [],
  ),
)

function nameOf(key: string): string {
  const name = key.replace(/Schema$/, '')
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** The OpenAPI 3.1 document of some endpoints, made of the schemas that check what comes. https://spec.openapis.org/oas/v3.1.1 */
export function openApiOf(endpoints: readonly Endpoint[], release: string): Json {
  const paths: Record<string, Json> = {}
  for (const each of endpoints) {
    const path = each.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [each.method]: operationOf(each) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Cruddur',
      version: release,
      description: 'Short posts that expire, and messages.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: componentsOf(),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      responses: Object.fromEntries(
        Object.entries(refusalTitles).map(([status, description]) => [
          `Refusal${status}`,
          { description, content: problem },
        ]),
      ),
    },
  }
}

const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

const refusalTitles: Readonly<Record<number, string>> = {
  400: 'The body is not valid JSON',
  401: 'Not signed in, or the token is not valid',
  403: 'Not allowed',
  404: 'There is no such thing',
  409: 'It contradicts what is there',
  413: 'The body is too large',
  415: 'The charset or the encoding is not supported',
  422: 'What was sent cannot be used; every problem is named',
  429: 'Too many requests',
  503: 'What this needs is not reachable, or not set up',
}

/** What a route can refuse with. */
export function refusalsOf({ access, pace, body, params, query, takesKey, refusals }: Endpoint): readonly number[] {
  const statuses = [
    ...(access === 'user' || access === 'reader' ? [401] : []),
    ...(access === 'page' ? [403] : []),
    ...(params ? [404] : []),
    ...(body ? [400, 413, 415] : []),
    ...(body || query || takesKey ? [422] : []),
    ...(pace === 'none' ? [] : [429, 503]),
    ...refusals,
  ]
  return [...new Set(statuses)].sort((one, other) => one - other)
}

function operationOf(endpoint: Endpoint): Json {
  const { id, summary, access, body, takesKey } = endpoint
  const key = { name: idempotencyHeader, in: 'header', schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' } }
  return {
    operationId: id,
    summary,
    ...(access === 'user' && { security: [{ bearer: [] }] }),
    ...(access === 'reader' && { security: [{}, { bearer: [] }] }),
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
      ...(takesKey ? [key] : []),
      ...(id === 'events' ? [{ name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } }] : []),
    ],
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': { schema: referenceTo(body, 'input') } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(endpoint.answers).map(([status, answer]) => [
          status,
          { description: summary, ...contentOf(answer) },
        ]),
      ),
      ...Object.fromEntries(
        refusalsOf(endpoint)
          .filter((status) => !(status in endpoint.answers))
          .map((status) => [status, { $ref: `#/components/responses/Refusal${status}` }]),
      ),
    },
  }
}

function contentOf(answer: z.ZodType | string | null): Json {
  if (answer === null) return {}
  if (typeof answer === 'string') return { content: { [answer]: { schema: { type: 'string' } } } }
  return { content: { 'application/json': { schema: referenceTo(answer, 'output') } } }
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): readonly Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = jsonOf(schema, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

function referenceTo(schema: z.ZodType, io: 'input' | 'output'): Json {
  const name = named.get(schema)
  return name === undefined ? jsonOf(schema, io) : { $ref: `#/components/schemas/${name}` }
}

/** Every named schema, each referring to the others by name. */
function componentsOf(): Json {
  const registry = z.registry<{ id: string }>()
  for (const [schema, id] of named) registry.add(schema, { id })
  const inputs = /^(New|SignIn|SignUp$|SignOut|Email|Confirmation|ProfileUpdate|AvatarVersion)/
  const of = (io: 'input' | 'output') =>
    z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io, unrepresentable: 'any' }).schemas
  const [taken, given] = [of('input'), of('output')]
  const all = [...named.values()].sort().map((name) => [name, withoutId((inputs.test(name) ? taken : given)[name])])
  return Object.fromEntries(all)
}

const jsonOf = (schema: z.ZodType, io: 'input' | 'output'): Json =>
  withoutId(
    z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => asString(zodSchema, jsonSchema),
    }),
  )

/** What a query gives as text and is made a number of is documented as the number it must be. */
function asString(schema: z.core.$ZodType, json: Json): void {
  if (schema._zod.def.type === 'number' && json.type === undefined) json.type = 'number'
}

function withoutId(schema: unknown): Json {
  const { $schema: _, $id: __, ...rest } = schema as Json
  return rest
}
