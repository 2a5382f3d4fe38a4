import { afterAll, beforeAll, expect, test } from 'vitest'
import { http, routes } from '../../contract.ts'
import { type Api, startApi } from '../setup/api.ts'
import { endpointsFor } from '../setup/conforming.ts'

type Operation = {
  operationId: string
  security?: unknown[]
  parameters: { name: string; in: string; required?: boolean; schema: Record<string, unknown> }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, unknown>
}
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> }
}

let api: Api
let document: Document

beforeAll(async () => {
  api = await startApi()
  document = (await api.call<Document>('GET', routes.openapi)).body
})
afterAll(() => api.close())

const operations = () => Object.values(document.paths).flatMap((methods) => Object.values(methods))

test('every path of the contract is documented, and nothing else', () => {
  const inContract = [http.health, ...Object.values(routes)].filter(
    (path) => path !== routes.openapi && path !== routes.session,
  )
  expect(Object.keys(document.paths).toSorted()).toEqual(
    inContract.map((path) => path.replace(/:(\w+)/g, '{$1}')).toSorted(),
  )
})

test('every documented route is served', async () => {
  for (const { method, path } of endpointsFor(api.deps).filter(({ id }) => id !== 'events')) {
    const { status } = await api.call(
      method.toUpperCase(),
      path.replace(/:\w+/, 'x').replace('message-groups/x', 'message-groups/-'),
    )
    expect([path, status]).not.toEqual([path, 405])
  }
  expect(document.openapi).toBe('3.1.1')
  expect(new Set(operations().map(({ operationId }) => operationId)).size).toBe(endpointsFor(api.deps).length)
})

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!)
  const found = (reference: string): unknown =>
    reference
      .slice(2)
      .split('/')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)
  expect(references.length).toBeGreaterThan(50)
  expect([...new Set(references)].filter((reference) => found(reference) === undefined)).toEqual([])
})

test('a route that needs a token says so, with the refusal of who has none', () => {
  const operation = document.paths['/api/activities']?.post
  expect(operation?.security).toEqual([{ bearer: [] }])
  expect(Object.keys(operation?.responses ?? {})).toEqual([
    '201',
    '400',
    '401',
    '409',
    '413',
    '415',
    '422',
    '429',
    '503',
  ])
})

test('the limits of the contract are in the document', () => {
  const message = document.components.schemas.NewActivity?.properties?.message
  expect(message).toMatchObject({ type: 'string', maxLength: 280 })
  const parameters = document.paths['/api/activities/home']?.get?.parameters
  expect(parameters).toEqual([
    expect.objectContaining({
      name: 'limit',
      in: 'query',
      required: false,
      schema: expect.objectContaining({ maximum: 100 }),
    }),
    expect.objectContaining({
      name: 'before',
      in: 'query',
      required: false,
      schema: expect.objectContaining({ type: 'string' }),
    }),
  ])
})

test('another method than those of a path is refused with the ones there are', async () => {
  const { status, headers } = await api.call('DELETE', routes.profile)
  expect([status, headers.get('allow')]).toEqual([405, 'GET, PATCH'])
})
