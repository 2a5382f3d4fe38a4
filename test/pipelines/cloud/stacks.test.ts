import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { awsCloud } from '#pipelines/cloud/index.ts'
import { topic } from '../../rehearsal/cloudformation/stack-fixture.ts'
import { stackFile, startEnvironment } from '../an-environment.ts'

it('there is no stack where none is, and none where one was removed', async () => {
  await using here = await startEnvironment()
  expect(await here.cloud.stacks.observe('hello-a')).toBeUndefined()
  const { StackId } = await here.create('hello-a', { Resources: { Topic: topic() } })
  expect(await here.cloud.stacks.observe('hello-a')).toMatchObject({ id: StackId, status: 'CREATE_COMPLETE' })
  await here.remove('hello-a')
  expect(await here.cloud.stacks.observe('hello-a')).toBeUndefined()
  expect(await here.cloud.stacks.observe(StackId ?? '')).toBeUndefined()
})

it('outputs and exports are read from every page', async () => {
  await using here = await startEnvironment()
  const many = 150
  const outputs = Object.fromEntries(
    Array.from({ length: many }, (_, at) => [`Out${at}`, { Value: `v${at}`, Export: { Name: `hello-${at}` } }]),
  )
  await here.create('hello-a', { Resources: { Topic: topic() }, Outputs: outputs })
  const exports = await here.cloud.stacks.exports()
  expect(exports.size).toBe(many)
  expect(exports.get('hello-149')).toBe('v149')
  expect(Object.keys((await here.cloud.stacks.observe('hello-a'))?.outputs ?? {})).toHaveLength(many)
})

it('a change set of more changes than one page holds is described whole', async () => {
  await using here = await startEnvironment()
  const Resources = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`Topic${at}`, topic()]))
  const set = await here.cloud.stacks.prepare({
    stack: stackFile('a', { template: JSON.stringify({ Resources }) }),
    kind: 'create',
    name: 'one',
  })
  expect(new Set(set?.changes.map(({ logicalId }) => logicalId)).size).toBe(250)
})

it('events are read oldest first, and after a given one only the newer', async () => {
  await using here = await startEnvironment()
  const { StackId = '' } = await here.create('hello-a', { Resources: { Topic: topic() } })
  const all = await here.cloud.stacks.events(StackId)
  expect(all.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual([
    'hello-a CREATE_IN_PROGRESS',
    'Topic CREATE_IN_PROGRESS',
    'Topic CREATE_IN_PROGRESS',
    'Topic CREATE_COMPLETE',
    'hello-a CREATE_COMPLETE',
  ])
  expect(await here.cloud.stacks.events(StackId, all[2]?.id)).toEqual(all.slice(3))
  expect(await here.cloud.stacks.events(StackId, all.at(-1)?.id)).toEqual([])
})

it('a change set that would change nothing is none, and is not left behind', async () => {
  await using here = await startEnvironment()
  const stack = stackFile('a')
  await here.create(stack.name, stack.template)
  expect(await here.cloud.stacks.prepare({ stack, kind: 'update', name: 'one' })).toBeUndefined()
  expect(await here.changeSets(stack.name)).toEqual([])
})

it('no answer at the endpoint, and an answer that is no AWS, are faults that name the call', async () => {
  const server = createServer((_, answer) => answer.writeHead(403, { 'content-type': 'text/html' }).end('<p>proxy</p>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const cloud = awsCloud({
    region: 'eu-west-1',
    env: { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    sleep: async () => {},
  })
  await expect(cloud.account()).rejects.toMatchObject({ findings: [{ at: { file: 'aws sts:GetCallerIdentity' } }] })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
