import { expect, test } from 'vitest'
import { chooseRoute } from '#rehearsal/apigatewayv2/choose-route.ts'

const routes = [
  'GET /pets',
  'GET /pets/{id}',
  'ANY /pets/{id}',
  'GET /pets/dog',
  'ANY /{proxy+}',
  'GET /pets/{id}/toys/{rest+}',
  '$default',
].map((RouteKey) => ({ id: RouteKey, given: { RouteKey } }))

test.each([
  ['GET', '/pets', 'GET /pets', {}],
  ['GET', '/pets/dog', 'GET /pets/dog', {}],
  ['GET', '/pets/a%20cat', 'GET /pets/{id}', { id: 'a cat' }],
  ['PUT', '/pets/cat', 'ANY /pets/{id}', { id: 'cat' }],
  ['PUT', '/pets', 'ANY /{proxy+}', { proxy: 'pets' }],
  ['GET', '/pets/cat/toys/a/b', 'GET /pets/{id}/toys/{rest+}', { id: 'cat', rest: 'a/b' }],
  ['GET', '/pets/cat/food', 'ANY /{proxy+}', { proxy: 'pets/cat/food' }],
  ['GET', '/', '$default', {}],
])('%s %s goes to %s', (method, path, key, parameters) => {
  expect(chooseRoute(routes, method, path)).toMatchObject({ key, parameters })
})

test('without a route that fits there is none', () => {
  expect(chooseRoute(routes.slice(0, 2), 'POST', '/pets')).toBeUndefined()
})
