import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, realClock } from '../../../rehearsal/clock.ts'
import type { ResourceContext, ResourceProvider, Service, Shape } from '../../../rehearsal/service.ts'
import type { Notice, World } from '../../../rehearsal/world.ts'

/** A world for tests: its notices are kept, its end is in the test's hands. */
export const sampleWorld = (given: { clock?: Clock; home?: string } = {}) => {
  const end = new AbortController()
  const notices: Omit<Notice, 'at'>[] = []
  const world: World = {
    account: '123456789012',
    region: 'eu-west-1',
    clock: given.clock ?? realClock,
    home: given.home ?? mkdtempSync(join(tmpdir(), 'world-')),
    endpoint: () => 'http://127.0.0.1:4566',
    env: { PATH: process.env.PATH },
    notice: (notice) => void notices.push(notice),
    id: randomUUID,
    signal: end.signal,
  }
  return { world, notices, end: () => end.abort() }
}

/** A resource context as CloudFormation gives it to a provider. */
export const contextOf = (world: World, logicalId = 'Thing', signal = world.signal): ResourceContext => ({
  stackName: 'stack',
  stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/stack/1',
  logicalId,
  call: { region: world.region, account: world.account, principal: 'arn:aws:iam::123456789012:root' },
  world,
  physicalName: (max = 255) => `stack-${logicalId}-1A2B3C`.slice(0, max),
  signal,
})

/** The provider of a type, which must be there. */
export const providerOf = (service: Service, type: string): ResourceProvider => {
  const provider = service.resources?.[type]
  if (!provider) throw new Error(`no provider for ${type}`)
  return provider
}

/** Creates a resource through its provider. */
export const make = (world: World, service: Service, type: string, properties: Shape, logicalId = 'Thing') =>
  providerOf(service, type).create(properties, contextOf(world, logicalId))

/** Calls an operation as the server would. */
export const call = async (service: Service, operation: string, input: Shape = {}): Promise<Shape> => {
  const found = service.operations[operation]
  if (!found) throw new Error(`no operation ${operation}`)
  return found(input, { region: 'eu-west-1', account: '123456789012', principal: 'arn:aws:iam::123456789012:root' })
}
