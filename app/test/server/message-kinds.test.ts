import express from 'express'
import { expect, test } from 'vitest'
import { served } from '../setup/served.ts'

test('requests and responses are those of the application from the start', async () => {
  const app = express()
  app.get('/', (request, response) => {
    const own = [Object.getPrototypeOf(request) === app.request, Object.getPrototypeOf(response) === app.response]
    response.json([...own, request.get('host')])
  })
  const { url, server, close } = await served(app)
  const made: unknown[] = []
  server.prependListener('request', (request, response) =>
    made.push(Object.getPrototypeOf(request) === app.request, Object.getPrototypeOf(response) === app.response),
  )
  const answer = await fetch(url)
  expect(await answer.json()).toEqual([true, true, new URL(url).host])
  expect(made).toEqual([true, true])
  await close()
})

test('what is not an application of Express is served as it is', async () => {
  const { url, close } = await served((_request, response) => void response.end('plain'))
  expect(await (await fetch(url)).text()).toBe('plain')
  await close()
})
