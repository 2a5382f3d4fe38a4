// This repository's own delivery, deployed: from the account to the picture that everybody sees, through the functions,
// the HTTP API, the buckets and the distributions of its stacks.
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Delivery } from '#model'
import { manifestFrom } from '#pipelines/generate.ts'
import { packCode } from '#pipelines/pack-code.ts'
import { preview } from '#pipelines/preview.ts'
import { run } from '#pipelines/run.ts'
import type { UploadTicket } from '../../app/contract.ts'
import config from '../../launchway.config.ts'
import { clock, eventsOf } from '../pipelines/an-environment.ts'
import { startDelivery } from '../pipelines/codepipeline/a-machine.ts'
import { until } from '../rehearsal/processes/until.ts'
import { clientOf } from '../rehearsal/start-local-aws.ts'

const root = join(import.meta.dirname, '../..')
const delivery: Delivery = config
const [production] = delivery.environments

// What the stacks of the pages and the pictures need; the service itself has no image yet, and needs none here.
const wanted = /-(bootstrap|network|cluster|database|tables|assets|identity|http-api|function-.*|site-.*)$/

const sharp = createRequire(join(root, 'app/functions/index.js'))('sharp')
const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: '#3b5bdb' } })
    .png()
    .toBuffer()

describe('an avatar through the delivered app', () => {
  let local: Awaited<ReturnType<typeof startDelivery>>
  let database: Client
  let exported: (of: string) => string
  beforeAll(async () => {
    if (!production) throw new Error('nothing is delivered anywhere')
    local = await startDelivery(production.region)
    const { cloud, machine } = local
    const env = { ...process.env, AWS_ENDPOINT_URL: machine.aws.endpoint }
    const manifest = manifestFrom(delivery, production, packCode({ root, env }))
    const some = { ...manifest, stacks: manifest.stacks.filter(({ name }) => wanted.test(name)) }
    const events = await eventsOf(run(await preview(cloud, some, 'avatars'), { cloud, clock, run: 'avatars' }))
    expect(events.filter(({ is }) => is === 'failed')).toEqual([])
    const exports = await cloud.stacks.exports()
    exported = (of) => exports.get(`${delivery.name}-${production.name}-${of}`) ?? `no ${of}`
    database = await migrated()
  }, 240_000)
  afterAll(async () => {
    await database?.end()
    await local?.[Symbol.asyncDispose]()
  })

  const migrated = async (): Promise<Client> => {
    const secrets = new SecretsManagerClient(clientOf(local.machine.aws))
    const asked = new GetSecretValueCommand({ SecretId: exported('database-cruddur-secret-arn') })
    const { username, password } = JSON.parse((await secrets.send(asked)).SecretString ?? '')
    const [host, port] = [exported('database-cruddur-host'), Number(exported('database-cruddur-port'))]
    const client = new Client({
      host,
      port,
      user: username,
      password,
      database: 'cruddur',
      ssl: { rejectUnauthorized: false },
    })
    await client.connect()
    const folder = join(root, 'app/db/migrations')
    for (const name of readdirSync(folder).sort())
      await client.query(readFileSync(join(folder, name), 'utf8').split('-- Down Migration')[0] ?? '')
    return client
  }

  const signedUp = async (handle: string): Promise<{ token: string; idToken: string }> => {
    const { machine } = local
    const client = new CognitoIdentityProviderClient(clientOf(machine.aws))
    const ClientId = exported('identity-users-client-id')
    const [Username, Password] = [`${handle}@example.com`, 'Posts-expire-7']
    const attributes = { email: Username, name: handle, preferred_username: handle }
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
    await client.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }))
    const ConfirmationCode = machine.cognito.mails(Username)[0]?.code
    await client.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }))
    const AuthParameters = { USERNAME: Username, PASSWORD: Password }
    const { AuthenticationResult: tokens } = await client.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
    )
    return { token: tokens?.AccessToken ?? '', idToken: tokens?.IdToken ?? '' }
  }

  const askTicket = (token: string | undefined, body: object) =>
    fetch(`${local.machine.functions.httpApis.urlOf(exported('http-api-apiId'))}/api/profile/avatar-ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
  const site = () => local.machine.cloudfront.urlOf(exported('site-web-distributionId')) ?? ''
  const upload = (url: string, fields: Readonly<Record<string, string>>, bytes: Buffer) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([new Uint8Array(bytes)]))
    return fetch(url, { method: 'POST', body: form, headers: { origin: site() } })
  }

  it('begins with a row in the database, made by the function that the user pool calls', async () => {
    await signedUp('ada')
    const { rows } = await database.query("select handle, display_name from users where handle = 'ada'")
    expect(rows).toEqual([{ handle: 'ada', display_name: 'ada' }])
  })

  it('is allowed to those who bring an access token, and to nobody else', async () => {
    const { token, idToken } = await signedUp('bob')
    const body = { contentType: 'image/png', size: 100 }
    const statuses = await Promise.all(
      [token, undefined, 'nonsense', idToken].map(async (each) => (await askTicket(each, body)).status),
    )
    expect(statuses).toEqual([201, 401, 403, 403])
    expect((await askTicket(token, { ...body, contentType: 'image/svg+xml' })).status).toBe(422)
  })

  it('is uploaded by the page, made small, and served to everybody', async () => {
    const { token } = await signedUp('cid')
    const bytes = await picture()
    const given = await askTicket(token, { contentType: 'image/png', size: bytes.length })
    const ticket = (await given.json()) as UploadTicket
    const put = await upload(ticket.url, ticket.fields, bytes)
    expect([put.status, put.headers.get('access-control-allow-origin')]).toEqual([204, site()])
    const { rows } = await database.query("select id from users where handle = 'cid'")
    const avatars = local.machine.cloudfront.urlOf(exported('assets-avatars-served-host'))
    const made = () => fetch(`${avatars}/${rows[0].id}/${ticket.version}.webp`)
    await until('the avatar', async () => (await made()).ok, 40_000)
    const shown = await made()
    expect(shown.headers.get('content-type')).toBe('image/webp')
    const { width, height } = await sharp(Buffer.from(await shown.arrayBuffer())).metadata()
    expect([width, height]).toEqual([512, 512])
  })

  it('lies beside messages, which the stream of their table brings into the numbers of the database', async () => {
    const at = '2026-01-01T12:00:00.000Z'
    const texts = { pk: 'MSG#g', sk: 'm1', group_id: 'g', author_id: randomUUID(), other_id: randomUUID() }
    const Item = Object.fromEntries(
      Object.entries({ ...texts, message: 'hello', created_at: at }).map(([name, S]) => [name, { S }]),
    )
    const client = new DynamoDBClient(clientOf(local.machine.aws))
    await client.send(new PutItemCommand({ TableName: exported('tables-messages-table-name'), Item }))
    const counted = () => database.query('select messages::int from metrics where day = $1', [at])
    await until('the numbers', async () => (await counted()).rows.length > 0, 40_000)
    expect((await counted()).rows).toEqual([{ messages: 1 }])
  })

  it('may be put and shown by the pages, whose policy names where, and nothing inline', async () => {
    const policy = (await fetch(`${site()}/`)).headers.get('content-security-policy')
    expect(policy).toContain(`connect-src 'self' ${local.machine.aws.endpoint};`)
    expect(policy).toContain(`blob: ${local.machine.cloudfront.urlOf(exported('assets-avatars-served-host'))};`)
    expect(policy).not.toContain('unsafe-inline')
  })
})
