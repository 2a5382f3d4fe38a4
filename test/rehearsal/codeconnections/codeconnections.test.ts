import { describe, expect, it } from 'vitest'
import { codeconnections } from '../../../rehearsal/codeconnections/codeconnections.ts'
import { createServer } from '../../../rehearsal/server/create-server.ts'
import type { ResourceContext } from '../../../rehearsal/service.ts'
import { testWorld } from '../codebuild/test-world.ts'

describe('a connection', () => {
  it.each([
    ['codeconnections', 'com.amazonaws.codeconnections.CodeConnections_20231201', 'AWS::CodeConnections::Connection'],
    [
      'codestar-connections',
      'com.amazonaws.codestar.connections.CodeStar_connections_20191201',
      'AWS::CodeStarConnections::Connection',
    ],
  ])('of %s is PENDING until somebody authorizes it', async (name, target, type) => {
    const world = await testWorld()
    const { services, api } = codeconnections(world)
    const server = await createServer({ world, services, port: 0, routes: [], rest: {}, principal: () => 'root' })
    world.signal.addEventListener('abort', () => void server.stop())
    const provider = services.find((one) => one.resources?.[type])?.resources?.[type]
    const made = await provider?.create({ ConnectionName: 'github', ProviderType: 'GitHub' }, {} as ResourceContext)
    const arn = String(made?.physicalId)
    expect(arn).toMatch(new RegExp(`^arn:aws:${name}:eu-west-1:111111111111:connection/`))
    expect(made?.attributes?.ConnectionStatus).toBe('PENDING')
    const get = async (ConnectionArn: string) => {
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `${target}.GetConnection` }
      return (await fetch(server.endpoint, { method: 'POST', headers, body: JSON.stringify({ ConnectionArn }) })).json()
    }
    expect(await get(arn)).toMatchObject({ Connection: { ConnectionName: 'github', ConnectionStatus: 'PENDING' } })
    api.authorize(arn)
    expect(await get(arn)).toMatchObject({ Connection: { ConnectionStatus: 'AVAILABLE' } })
    expect(world.notices.at(-1)?.says).toMatch(/the rehearsal clicked/)
    expect(await get('arn:nope')).toMatchObject({ __type: expect.stringContaining('ResourceNotFoundException') })
  })
})
