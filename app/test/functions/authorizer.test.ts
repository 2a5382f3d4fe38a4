import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callFunction, deployFunction } from '../../dev/deploy-function.ts'
import { startIssuer } from '../../dev/issuer.ts'
import { type LocalAws, startAws } from '../../dev/local-aws.ts'

describe('the authorizer of the HTTP API', () => {
  let aws: LocalAws
  let issuer: Awaited<ReturnType<typeof startIssuer>>
  const printed: string[] = []
  beforeAll(async () => {
    issuer = await startIssuer()
    aws = await startAws({ onLine: (_group, line) => void printed.push(line) })
    const { poolId, clientId, endpoint } = issuer.pool
    const variables = { USERS_POOL_ID: poolId, USERS_CLIENT_ID: clientId, AWS_ENDPOINT_URL: endpoint }
    await deployFunction(aws, { name: 'authorizer', variables })
  })
  afterAll(async () => {
    await aws.stop()
    await issuer.close()
  })

  const asked = (authorization?: string) =>
    callFunction(aws, 'authorizer', { version: '2.0', headers: authorization === undefined ? {} : { authorization } })

  it('lets in who brings an access token, and says who that is', async () => {
    const answer = { isAuthorized: true, context: { sub: 'ada' } }
    expect(await asked(`Bearer ${await issuer.token('ada')}`)).toEqual(answer)
    expect(await asked(`bearer  ${await issuer.token('ada')}`)).toEqual(answer)
  })

  it.each([
    ['that has expired', () => issuer.token('ada', { expiresIn: -10 })],
    ['that only says who someone is', () => issuer.token('ada', { claims: { token_use: 'id' } })],
    ['of another client', () => issuer.token('ada', { claims: { client_id: 'other' } })],
    ['of another pool', () => issuer.token('ada', { claims: { iss: 'https://elsewhere.example' } })],
    ['that was changed', async () => `${(await issuer.token('ada')).slice(0, -9)}AAAAAAAAA`],
    ['that is none', async () => 'nonsense'],
  ])('keeps out who brings a token %s', async (_, token) => {
    expect(await asked(`Bearer ${await token()}`)).toEqual({ isAuthorized: false })
  })

  it('keeps out who brings none, or one without saying what it is', async () => {
    expect(await asked()).toEqual({ isAuthorized: false })
    expect(await asked(await issuer.token('ada'))).toEqual({ isAuthorized: false })
  })

  it('prints no token', async () => {
    const token = await issuer.token('ada')
    await asked(`Bearer ${token}`)
    expect(printed.join('\n')).not.toContain(token)
  })
})
