import { expect, test } from 'vitest'
import type { Received } from '#rehearsal/protocols/received.ts'
import { jsonReply, restJson } from '#rehearsal/protocols/rest-json.ts'
import { awsError } from '#rehearsal/service.ts'
import type { World } from '#rehearsal/world.ts'

const world = { id: () => 'request-1' } as World
const call = { region: 'eu-west-1', account: '111111111111', principal: 'root' }
const received = (method: string, path: string, body = ''): Received => ({
  method,
  path,
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(body),
})

const handler = restJson(
  'things',
  {
    'GET /things/{name}': ({ path }) => ({ name: path.name, at: new Date(1_500) }),
    'POST /things': (route) => jsonReply(route.body(), 201),
    'DELETE /things/{name}': () => {
      throw awsError('NotFoundException', 'no such thing', 404)
    },
  },
  world,
)

const asked = async (...given: Parameters<typeof received>) => {
  const { status, headers, body } = await handler(received(...given), call)
  return { status, type: headers['x-amzn-errortype'], body: JSON.parse(String(body)) as unknown }
}

test.each([
  ['GET', '/things/a%20b', '', { status: 200, body: { name: 'a b', at: 1.5 } }],
  ['GET', '/things/a/', '', { status: 200, body: { name: 'a' } }],
  ['POST', '/things/', '{"n":1}', { status: 201, body: { n: 1 } }],
  ['POST', '/things', '[]', { status: 400, type: 'SerializationException' }],
  ['DELETE', '/things/a', '', { status: 404, type: 'NotFoundException', body: { message: 'no such thing' } }],
])('%s %s is answered', async (method, path, body, expected) => {
  expect(await asked(method, path, body)).toMatchObject(expected)
})

test('what is not there is a refusal that lists what is', async () => {
  const { status, type, body } = await asked('PUT', '/things/a')
  expect({ status, type }).toEqual({ status: 404, type: 'UnknownOperationException' })
  expect(body).toMatchObject({
    message: expect.stringContaining('DELETE /things/{name}, GET /things/{name}, POST /things'),
  })
})
