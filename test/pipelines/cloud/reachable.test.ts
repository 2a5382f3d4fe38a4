import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { awsCloud } from '#pipelines/cloud/index.ts'

const listening = async (answer: (count: number) => { readonly status: number; readonly body: string }) => {
  let count = 0
  const server = createServer((_, response) => {
    const { status, body } = answer(++count)
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { endpoint, count: () => count, close: () => new Promise((resolve) => server.close(resolve)) }
}

const cloudAt = (endpoint: string) =>
  awsCloud({
    region: 'eu-west-1',
    env: { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    sleep: async () => {},
  })

it('says that nothing answers without asking again and again', async () => {
  const server = await listening(() => ({ status: 200, body: '' }))
  await server.close()
  const cloud = cloudAt(server.endpoint)
  for (const call of [() => cloud.account(), () => cloud.stacks.observe('x'), () => cloud.executions.latest('p')])
    await expect(call()).rejects.toMatchObject({
      findings: [{ code: 'endpoint-unreachable', says: expect.stringContaining('ECONNREFUSED') }],
      // The SDK alone would have tried eight times, with growing pauses.
      cause: { $metadata: { attempts: 1 } },
    })
})

it('still waits out throttling', async () => {
  const throttled =
    '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>'
  const whole =
    '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>'
  const server = await listening((count) =>
    count < 3 ? { status: 400, body: throttled } : { status: 200, body: whole },
  )
  expect(await cloudAt(server.endpoint).account()).toBe('111111111111')
  expect(server.count()).toBe(3)
  await server.close()
})
