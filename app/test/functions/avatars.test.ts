import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limits, type Problem, type UploadTicket } from '../../contract.ts'
import { queriesOf } from '../../db/queries.ts'
import { usersOf } from '../../db/users.ts'
import { awsCalls } from '../../dev/aws-calls.ts'
import { reaching } from '../../dev/cloud.ts'
import { createBucket, onCreated } from '../../dev/create-buckets.ts'
import { callFunction, deployFunction } from '../../dev/deploy-function.ts'
import { type LocalAws, startAws } from '../../dev/local-aws.ts'
import { functionsFolder } from '../../functions/build-function.ts'
import { migratedDatabase } from '../setup/database.ts'
import { until } from './until.ts'

type Passed = { statusCode: number; headers: Record<string, string>; body: string }

describe('avatars, from the permission to the picture', () => {
  let aws: LocalAws
  let pool: Awaited<ReturnType<typeof migratedDatabase>>['pool']
  const sub = randomUUID()
  let userId = ''
  beforeAll(async () => {
    aws = await startAws()
    const made = await migratedDatabase()
    pool = made.pool
    userId = (await usersOf(queriesOf(pool), () => null).ensure({ sub, handle: 'ada', displayName: 'Ada' })).id
    for (const bucket of ['uploads', 'avatars']) await createBucket(aws, bucket)
    const database = await reaching(aws, made.database)
    await deployFunction(aws, { name: 'avatar-presign', variables: { ...database, UPLOADS_BUCKET: 'uploads' } })
    const thumbnail = await deployFunction(aws, { name: 'thumbnail', variables: { AVATARS_BUCKET: 'avatars' } })
    await onCreated(aws, 'uploads', thumbnail)
  })
  afterAll(async () => {
    await aws.stop()
    await pool.end()
  })

  const ask = (body: unknown, by: object = { jwt: { claims: { sub } } }) =>
    callFunction<Passed>(aws, 'avatar-presign', {
      body: JSON.stringify(body),
      requestContext: { authorizer: by },
    })
  const ticketFor = async (size: number, contentType = 'image/jpeg'): Promise<UploadTicket> =>
    JSON.parse((await ask({ contentType, size })).body)
  const upload = async ({ url, fields }: UploadTicket, bytes: Uint8Array, changed: Record<string, string> = {}) => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ ...fields, ...changed })) form.append(name, value)
    form.append('file', new Blob([new Uint8Array(bytes)]))
    const response = await fetch(url, { method: 'POST', body: form })
    return { status: response.status, text: await response.text() }
  }
  const head = async (bucket: string, key: string): Promise<Response | undefined> => {
    const headers = { Authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/s3/aws4_request' }
    const response = await fetch(`${aws.endpoint}/${bucket}/${key}`, { headers })
    return response.ok ? response : undefined
  }
  const sharp = createRequire(join(functionsFolder, 'index.js'))('sharp')
  const blank = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#3b5bdb' }, limitInputPixels: false })
  const jpeg = (): Promise<Buffer> =>
    blank(900, 600)
      .withExif({ IFD0: { Copyright: 'somewhere secret' } })
      .jpeg()
      .toBuffer()

  it('makes a square WebP without what the camera wrote, to be kept for ever', async () => {
    const bytes = await jpeg()
    expect(bytes.toString('latin1')).toContain('somewhere secret')
    const ticket = await ticketFor(bytes.length)
    expect(JSON.stringify(ticket)).not.toContain(sub)
    expect((await upload(ticket, bytes)).status).toBe(204)
    const made = await until(() => head('avatars', `${userId}/${ticket.version}.webp`))
    expect(made.headers.get('content-type')).toBe('image/webp')
    expect(made.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const picture = Buffer.from(await made.arrayBuffer())
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp', width: 512, height: 512 })
    expect(picture.toString('latin1')).not.toContain('somewhere secret')
  })

  it('lets in nothing but the file that was said', async () => {
    const bytes = await jpeg()
    const ticket = await ticketFor(bytes.length)
    expect((await upload(ticket, Buffer.concat([bytes, bytes]))).text).toContain('EntityTooLarge')
    expect((await upload(ticket, bytes, { 'Content-Type': 'text/html' })).status).toBe(403)
    expect((await upload(ticket, bytes, { key: 'avatars/original/else' })).status).toBe(403)
    expect((await upload(ticket, bytes, { 'x-amz-meta-more': 'this' })).status).toBe(403)
    expect(await head('uploads', ticket.fields.key ?? '')).toBeUndefined()
  })

  it('removes what is no image, and makes nothing of it', async () => {
    const text = Buffer.from('<svg onload="alert(1)"/>')
    const ticket = await ticketFor(text.length, 'image/png')
    expect((await upload(ticket, text)).status).toBe(204)
    await until(async () => (await head('uploads', ticket.fields.key ?? '')) === undefined)
    expect(await head('avatars', `${userId}/${ticket.version}.webp`)).toBeUndefined()
  })

  it.each([
    ['unpacks into far more than it is', () => blank(7_800, 7_800).png({ compressionLevel: 9 }).toBuffer()],
    ['breaks off in the middle', async () => (await jpeg()).subarray(0, 2_000)],
    ['is of a kind that was not offered', () => blank(9, 9).gif().toBuffer()],
  ])('makes nothing of an image that %s, and removes it', async (_, made) => {
    const bytes = await made()
    expect(bytes.length).toBeLessThan(limits.avatar)
    const ticket = await ticketFor(bytes.length, 'image/png')
    expect((await upload(ticket, bytes)).status).toBe(204)
    await until(async () => (await head('uploads', ticket.fields.key ?? '')) === undefined)
    expect(await head('avatars', `avatars/${userId}/${ticket.version}.webp`)).toBeUndefined()
  })

  it('leaves alone what does not lie where uploads lie', async () => {
    const detail = { bucket: { name: 'avatars' }, object: { key: `${userId}/x.webp` } }
    await awsCalls(aws).rest('s3', 'PUT', `/avatars/${detail.object.key}`, 'text')
    await callFunction(aws, 'thumbnail', { detail })
    expect(await head('avatars', detail.object.key)).toBeDefined()
  })

  it.each([
    ['another type', { contentType: 'image/svg+xml', size: 10 }, 'contentType'],
    ['a larger file', { contentType: 'image/png', size: limits.avatar + 1 }, 'size'],
    ['no file', { contentType: 'image/png', size: 0 }, 'size'],
  ])('gives no permission for %s', async (_, body, path) => {
    const { statusCode, headers, body: text } = await ask(body)
    expect([statusCode, headers['content-type']]).toEqual([422, 'application/problem+json'])
    expect((JSON.parse(text) as Problem).errors?.map((error) => error.path)).toEqual([path])
  })

  it('gives none to who is not signed in, or not known', async () => {
    const body = { contentType: 'image/png', size: 10 }
    expect((await ask(body, {})).statusCode).toBe(401)
    expect((await ask(body, { lambda: { sub: randomUUID() } })).statusCode).toBe(404)
    expect((await ask(body, { lambda: { sub } })).statusCode).toBe(201)
  })
})
