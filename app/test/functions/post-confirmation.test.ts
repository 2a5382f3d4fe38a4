import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reaching } from '../../dev/cloud.ts'
import { callFunction, deployFunction } from '../../dev/deploy-function.ts'
import { type LocalAws, startAws } from '../../dev/local-aws.ts'
import { migratedDatabase } from '../setup/database.ts'

describe('the function after a confirmation', () => {
  let aws: LocalAws
  let pool: Awaited<ReturnType<typeof migratedDatabase>>['pool']
  beforeAll(async () => {
    aws = await startAws()
    const made = await migratedDatabase()
    pool = made.pool
    const variables = await reaching(aws, made.database)
    await deployFunction(aws, { name: 'post-confirmation', variables })
  })
  afterAll(async () => {
    await aws.stop()
    await pool.end()
  })

  const event = (sub: string, handle: string, triggerSource = 'PostConfirmation_ConfirmSignUp') => ({
    version: '1',
    triggerSource,
    request: { userAttributes: { sub, preferred_username: handle, name: 'Ada Byron', email: 'ada@example.com' } },
    response: {},
  })
  const rows = async (sub: string) =>
    (await pool.query('select handle, display_name from users where sub = $1', [sub])).rows

  it('makes one user of one person, however often it is called, and gives the event back', async () => {
    const sub = randomUUID()
    const given = event(sub, 'ada')
    expect(await callFunction(aws, 'post-confirmation', given)).toEqual(given)
    await callFunction(aws, 'post-confirmation', given)
    expect(await rows(sub)).toEqual([{ handle: 'ada', display_name: 'Ada Byron' }])
  })

  it('makes two users of two people who chose the same handle', async () => {
    const [one, other] = [randomUUID(), randomUUID()]
    await callFunction(aws, 'post-confirmation', event(one, 'same'))
    await callFunction(aws, 'post-confirmation', event(other, 'Same'))
    const [first, second] = [await rows(one), await rows(other)]
    expect(first[0].handle).toBe('same')
    expect(second[0].handle).toMatch(/^Same_/)
  })

  it.each([
    ['   ', 'eve', 'eve'],
    ['\u200b', '', 'user'],
    [`a\u0000${'😀'.repeat(80)}`, 'x'.repeat(99), `a${'😀'.repeat(59)}`],
  ])('makes a user of someone whose name is %j, whatever the user pool took', async (name, handle, shown) => {
    const sub = randomUUID()
    const given = event(sub, handle)
    await callFunction(aws, 'post-confirmation', {
      ...given,
      request: { userAttributes: { ...given.request.userAttributes, name } },
    })
    expect(await rows(sub)).toEqual([{ handle: expect.stringMatching(/^\w{1,30}$/), display_name: shown }])
  })

  it('makes no user of someone who confirmed a new password', async () => {
    const sub = randomUUID()
    const given = event(sub, 'bob', 'PostConfirmation_ConfirmForgotPassword')
    expect(await callFunction(aws, 'post-confirmation', given)).toEqual(given)
    expect(await rows(sub)).toEqual([])
  })

  it('fails where nobody can be told apart', async () => {
    await expect(callFunction(aws, 'post-confirmation', event('', 'eve'))).rejects.toThrow('no "sub"')
  })
})
