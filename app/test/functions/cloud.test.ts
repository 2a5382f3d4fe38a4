import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Me, MessageGroups, SignedIn, Started, UploadTicket } from '../../contract.ts'
import { type Cloud, startCloud } from '../../dev/cloud.ts'
import { functionsFolder } from '../../functions/build-function.ts'
import { readConfig } from '../../server/config.ts'
import { connect } from '../../server/connect.ts'
import { createApp } from '../../server/create-app.ts'
import { envOf, migratedDatabase, silent } from '../setup/database.ts'
import { served } from '../setup/served.ts'
import { until } from './until.ts'

const password = 'Posts-expire-7'

describe('the API on the local AWS that npm run dev starts', () => {
  let cloud: Cloud
  let url = ''
  let end: () => Promise<unknown>
  const mails = new Map<string, string>()
  beforeAll(async () => {
    const { database, pool } = await migratedDatabase()
    await pool.end()
    cloud = await startCloud({ database, onMail: (to, code) => void mails.set(to, code), onLine: () => {} })
    for (const [name, value] of Object.entries(cloud.env)) vi.stubEnv(name, value)
    const flags = { INSECURE_COOKIES: '1', RATE_LIMIT_FACTOR: '0' }
    const { deps, quiet, close } = await connect(readConfig({ ...envOf(database), ...cloud.env, ...flags }), silent)
    const server = await served(createApp(deps))
    url = server.url
    end = async () => {
      quiet()
      await server.close()
      await close()
      await cloud.aws.stop()
      vi.unstubAllEnvs()
    }
  })
  afterAll(() => end())

  const call = async <T>(method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        Origin: url,
        'Content-Type': 'application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text && JSON.parse(text)) as T
  }
  const signedUp = async (handle: string): Promise<string> => {
    const email = `${handle}@cruddur.example`
    await call('POST', '/api/session/sign-up', { body: { email, password, handle, displayName: handle } })
    await call('POST', '/api/session/confirm', { body: { email, code: mails.get(email) } })
    return (await call<SignedIn>('POST', '/api/session/sign-in', { body: { email, password } })).accessToken
  }

  it('has whoever confirmed an account, before they sign in', async () => {
    const email = 'early@cruddur.example'
    await call('POST', '/api/session/sign-up', { body: { email, password, handle: 'early', displayName: 'Early' } })
    await expect(call('GET', '/api/users/early')).rejects.toThrow('404')
    await call('POST', '/api/session/confirm', { body: { email, code: mails.get(email) } })
    expect(await call('GET', '/api/users/early')).toMatchObject({ displayName: 'Early' })
  })

  it('takes messages from one to the other', async () => {
    const [ada, bob] = [await signedUp('ada'), await signedUp('bob')]
    const { group } = await call<Started>('POST', '/api/messages', {
      token: ada,
      body: { handle: 'bob', message: 'one' },
    })
    await call('POST', `/api/message-groups/${group.id}/messages`, { token: ada, body: { message: 'two' } })
    const shown = await until(async () => {
      const { groups } = await call<MessageGroups>('GET', '/api/message-groups', { token: bob })
      return groups[0]?.message === 'two' && groups[0]
    })
    expect(shown).toMatchObject({ id: group.id, unread: 2, with: { handle: 'ada' } })
    await expect(
      call('GET', `/api/message-groups/${group.id}/messages`, { token: await signedUp('eve') }),
    ).rejects.toThrow('404')
  })

  it('shows an avatar that was uploaded', async () => {
    const token = await signedUp('cid')
    const sharp = createRequire(join(functionsFolder, 'index.js'))('sharp')
    const png: Buffer = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const body = { contentType: 'image/png', size: png.length }
    const { url: to, fields, version } = await call<UploadTicket>('POST', '/api/profile/avatar-ticket', { token, body })
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([new Uint8Array(png)]))
    expect((await fetch(to, { method: 'POST', body: form })).status).toBe(204)
    const { avatarUrl } = await call<Me>('PUT', '/api/profile/avatar', { token, body: { version } })
    const picture = await until(async () => {
      const response = await fetch(avatarUrl ?? '')
      return response.ok && response
    })
    expect(picture.headers.get('content-type')).toBe('image/webp')
  })
})
