import type { Engine } from './engine.ts'
import type { Stack, StackResource } from './stack.ts'
import type { StackStatus } from './statuses.ts'

/** Moves a stack to a status and says so in its events. */
export const moveStack = ({ world }: Engine, stack: Stack, status: StackStatus, reason?: string): void => {
  const at = world.clock.now()
  stack.status = status
  stack.reason = reason
  stack.events.push({
    id: world.id(),
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    at,
    status,
    reason,
    token: stack.running?.token ?? stack.lastToken,
  })
  world.notice({ from: 'cloudformation', subject: stack.name, says: reason ? `${status} ${reason}` : status })
}

/** Moves a resource to a status and says so in its stack's events. */
export const moveResource = (
  engine: Engine,
  stack: Stack,
  about: { resource: StackResource; status: string; reason?: string | undefined },
): void => {
  const { resource, status, reason } = about
  const at = engine.world.clock.now()
  resource.status = status
  resource.reason = reason
  resource.changed = at
  stack.events.push({
    id: `${resource.logicalId}-${status}-${engine.world.id()}`,
    logicalId: resource.logicalId,
    physicalId: resource.made?.physicalId ?? '',
    type: resource.type,
    at,
    status,
    reason,
    token: stack.running?.token ?? stack.lastToken,
    properties: status.startsWith('DELETE') ? undefined : JSON.stringify(resource.properties),
  })
}
