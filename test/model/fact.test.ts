import { expect, it } from 'vitest'
import { bucket, factsOf, image, isSecretFact, postgres, secret, service, table } from '#model'

const database = postgres('main')
const messages = table('direct-messages', { key: ['pk'] })
const token = secret('mail-token')
const api = service('api', {
  image: image('app'),
  port: 3000,
  health: '/health',
  uses: [database.connect(), messages.readWrite(), token.read()],
})

it('a container finds what it uses under libpq’s names, the table’s and the secret’s', () => {
  expect(Object.entries(factsOf(api)).map(([key, fact]) => `${key} ${fact.is}`)).toEqual([
    'PGHOST host',
    'PGPORT port',
    'PGDATABASE name',
    'PGUSER username',
    'PGPASSWORD password',
    'PGSSLMODE text',
    'DIRECT_MESSAGES_TABLE name',
    'MAIL_TOKEN value',
  ])
})

it('credentials and secrets, and nothing else, must go through Secrets Manager', () => {
  const hidden = Object.entries(factsOf(api)).filter(([, fact]) => isSecretFact(fact))
  expect(hidden.map(([key]) => key)).toEqual(['PGUSER', 'PGPASSWORD', 'MAIL_TOKEN'])
})

it('a container is told a bucket’s name to work with it, and its address to show it', () => {
  const avatars = bucket('user-avatars')
  const of = (uses: Parameters<typeof factsOf>[0]['uses']) =>
    Object.entries(factsOf({ uses })).map(([key, fact]) => `${key} ${fact.is}`)
  expect(of([avatars.show()])).toEqual(['USER_AVATARS_URL url'])
  expect(of([avatars.take(), avatars.show()])).toEqual(['USER_AVATARS_BUCKET name', 'USER_AVATARS_URL url'])
})

it('what uses nothing is told nothing', () => {
  expect(factsOf(service('web', { image: image('web'), port: 80, health: '/' }))).toEqual({})
})
