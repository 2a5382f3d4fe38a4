import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { startFront } from '../../../scripts/rehearsal/front.ts'
import { namesOf } from '../../../scripts/rehearsal/names.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

// A front before one distribution; gives how to ask it for something.
const frontBefore = async (answer: RequestListener) => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const front = await startFront(
    namesOf({
      endpoint: 'http://127.0.0.1:1',
      region: 'eu-west-1',
      distribution: (host) => (host === 'd1.cloudfront.net' ? url : undefined),
    }),
  )
  stops.push(front.stop, async () => {
    server.close()
    server.closeAllConnections()
  })
  const [hostname, port] = front.address.split(':')
  return async (path: string, body = '', host = 'd1.cloudfront.net'): Promise<IncomingMessage> => {
    const options = {
      hostname,
      port,
      path,
      headers: { host },
      rejectUnauthorized: false,
      method: body ? 'POST' : 'GET',
    }
    const sent = request(options)
    sent.end(body)
    const [answered] = await once(sent, 'response')
    return answered
  }
}

const textOf = async (answer: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const piece of answer) text += piece
  return text
}

test('a request reaches what stands for its name, body and path and name as they were', async () => {
  const ask = await frontBefore(async (received, to) => {
    to.writeHead(201, { 'x-made': 'yes' }).end(`${received.headers.host} ${received.url} ${await textOf(received)}`)
  })
  const answer = await ask('//odd/path?q=1', 'said')
  expect([answer.statusCode, answer.headers['x-made']]).toEqual([201, 'yes'])
  expect(await textOf(answer)).toBe('d1.cloudfront.net //odd/path?q=1 said')
})

test('a name that the deployment does not have is not found', async () => {
  const ask = await frontBefore((_, to) => void to.end('here'))
  const answer = await ask('/', '', 'd2.cloudfront.net')
  expect([answer.statusCode, await textOf(answer)]).toEqual([404, 'd2.cloudfront.net is no name of this deployment\n'])
})

test('an answer in JSON has the addresses of AWS in it', async () => {
  const ask = await frontBefore((_, to) => {
    const body = JSON.stringify({ url: 'http://127.0.0.1:1/uploads', says: 'für' })
    to.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body)
  })
  expect(JSON.parse(await textOf(await ask('/')))).toEqual({
    url: 'https://uploads.s3.eu-west-1.amazonaws.com',
    says: 'für',
  })
})

test('a stream comes as it is written, and ends for the server when the reader leaves', async () => {
  let left = () => {}
  const isLeft = new Promise<void>((resolve) => {
    left = resolve
  })
  const ask = await frontBefore((_, to) => {
    to.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n')
    to.on('close', left)
  })
  const stream = await ask('/events')
  const [first] = await once(stream, 'data')
  expect(String(first)).toBe('data: first\n\n')
  stream.destroy()
  await isLeft
})

test('a server that breaks off breaks the answer off', async () => {
  const ask = await frontBefore((_, to) => void to.destroy())
  await expect(ask('/')).rejects.toThrow('socket hang up')
})
