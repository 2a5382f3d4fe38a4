import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Issuer, startIssuer } from '../../dev/issuer.ts'
import { Refusal } from '../../server/problem.ts'
import { tokensOf } from '../../server/tokens.ts'

const issuer = async (): Promise<Issuer> => {
  const made = await startIssuer()
  onTestFinished(() => made.close())
  return made
}

const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.catch((reason: unknown) => reason)
  return error instanceof Refusal ? error.problem.status : error
}

test('a token says who it is of and until when', async () => {
  const { pool, token } = await issuer()
  const { sub, expiresAt } = await tokensOf(pool).verify(await token('someone'))
  expect(sub).toBe('someone')
  expect(expiresAt.getTime()).toBeGreaterThan(Date.now())
})

test('keys that cannot be fetched are our failure, not the fault of who calls', async () => {
  const { pool, token, close } = await startIssuer()
  const given = await token('someone')
  await close()
  expect(await refusal(tokensOf(pool).verify(given))).toBe(503)
})

test('keys that were fetched are kept: the user pool may be away', async () => {
  const { pool, token, close } = await startIssuer()
  const tokens = tokensOf(pool)
  await tokens.verify(await token('first'))
  const second = await token('second')
  await close()
  expect((await tokens.verify(second)).sub).toBe('second')
})

test('keys that are not keys are our failure too', async () => {
  const { pool, token } = await issuer()
  const server: Server = createServer((_request, response) => void response.writeHead(500).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await refusal(tokensOf({ ...pool, endpoint }).verify(await token('someone')))).toBe(503)
})
