// A release to one environment and its promotion to the next, as the emitted pipelines do both, in the local AWS.
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { expect, it } from 'vitest'
import { delivery, environment, github, image, releasePipeline, service, smoke } from '#model'
import { clientOf } from '../../rehearsal/start-local-aws.ts'
import { startDelivery, type Tree } from './a-machine.ts'

const where = { account: '111111111111', region: 'eu-west-1' }
const staging = environment('staging', where)
const production = environment('production', where)
const web = service('web', { image: image('app'), port: 3000, health: '/health', scale: { min: 1 } })
const d = delivery({
  name: 'acme',
  repo: github('acme/app', { release: 'release' }),
  environments: [staging, production],
  services: [web],
  pipelines: [
    releasePipeline('release', { environments: [staging], smoke: smoke({ expects: 'release' }) }),
    releasePipeline('promote', { environments: [production], promotes: staging, smoke: smoke({ expects: 'release' }) }),
  ],
})
const app: Tree = {
  'app/Dockerfile':
    'FROM node:22-alpine\nARG RELEASE=none\nENV RELEASE=$RELEASE\nWORKDIR /app\nCOPY . .\nUSER node\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
  'app/server.js': `
const http = require('node:http')
http.createServer((_, answer) => answer.end(JSON.stringify({ release: process.env.RELEASE }))).listen(process.env.PORT ?? 3000)
process.on('SIGTERM', () => process.exit(0))
`,
}

it('releases to staging, and promotes the very image to production, each proved from outside', async () => {
  await using here = await startDelivery(where.region)
  for (const environment of [staging, production])
    expect((await here.deploy(d, environment)).filter(({ is }) => is === 'failed')).toEqual([])
  const ended = (pipeline: string, last: string) =>
    expect
      .poll(
        async () => {
          const states = await here.stateOf(pipeline)
          const failed = states.filter(({ status, stageName }) => status === 'Failed' && stageName !== 'Source')
          expect(failed.map(({ actionName, errorDetails }) => `${actionName}: ${errorDetails?.message}`)).toEqual([])
          return states.find(({ actionName }) => actionName === last)?.status
        },
        { timeout: 120_000, interval: 200 },
      )
      .toBe('Succeeded')
  await here.push(d, app, 'a release')
  await ended('acme-staging', 'WebMark')
  await here.start('acme-production-promote')
  await ended('acme-production-promote', 'WebSmoke')
  await ended('acme-production-promote', 'WebRecord')

  const ssm = new SSMClient(clientOf(here.machine.aws))
  const imageIn = async (name: string) =>
    (await ssm.send(new GetParameterCommand({ Name: `/acme/${name}/web/image` }))).Parameter?.Value ?? ''
  const [tested, promoted] = [await imageIn('staging'), await imageIn('production')]
  expect(promoted).toMatch(/acme\/production\/web@sha256:[0-9a-f]{64}$/)
  expect(promoted.split('@')[1]).toBe(tested.split('@')[1])
}, 240_000)
