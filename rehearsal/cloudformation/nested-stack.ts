// AWS::CloudFormation::Stack, and the wait handles that have nothing to wait for here.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
import { isRecord } from '#cfn/analysis/template.ts'
import type { Made, ResourceProvider, Shape } from '../service.ts'
import { compareStack } from './compare-stack.ts'
import { type Engine, findStack } from './engine.ts'
import { addStack, startCreate, startDelete, startUpdate } from './operate.ts'
import { prepareDirectly } from './prepare-target.ts'
import type { Stack } from './stack.ts'

/** The provider of nested stacks; their own resources come from the same engine. */
export const nestedStack = (engine: Engine): ResourceProvider => ({
  create: async (properties, { stackId, logicalId, stackName, world, signal }) => {
    const parent = engine.stacks.get(stackId)
    const name = `${stackName}-${logicalId}-${world.id().replaceAll('-', '').slice(0, 12).toUpperCase()}`
    const target = prepareDirectly(engine, inputOf(properties, parent))
    const child = addStack(engine, { name, parentId: stackId, rootId: parent?.rootId ?? stackId })
    const done = startCreate(engine, child, { target, onFailure: 'ROLLBACK' })
    // The parent rolls back by deleting what was made, so a cancelled child is deleted on the spot.
    signal.addEventListener('abort', () => void startDelete(engine, child), { once: true })
    await done
    await child.running?.done
    if (child.status !== 'CREATE_COMPLETE') {
      const reason = firstReason(child)
      if (child.status !== 'DELETE_COMPLETE') await startDelete(engine, child)
      throw new Error(`Embedded stack ${child.id} was not successfully created: ${reason}`)
    }
    return madeOf(child)
  },
  update: async (made, _before, after, { signal }) => {
    const child = engine.stacks.get(made.physicalId)
    if (!child) throw new Error(`Stack ${made.physicalId} does not exist`)
    const target = prepareDirectly(engine, inputOf(after, engine.stacks.get(child.parentId ?? '')), child)
    if (!compareStack(engine, child, target).changed) return madeOf(child)
    const done = startUpdate(engine, child, { target, disableRollback: false })
    signal.addEventListener('abort', () => child.running?.abort.abort('cancelled'), { once: true })
    await done
    if (child.status !== 'UPDATE_COMPLETE') {
      throw new Error(
        `Embedded stack ${child.id} was not successfully updated. Currently in ${child.status} with reason: ${firstReason(child)}`,
      )
    }
    return madeOf(child)
  },
  remove: async ({ physicalId }) => {
    const child = findStack(engine, physicalId)
    if (!child || child.status === 'DELETE_COMPLETE') return
    await startDelete(engine, child)
    if (findStack(engine, physicalId)?.status !== 'DELETE_COMPLETE') {
      throw new Error(`Embedded stack ${physicalId} could not be deleted: ${child.reason ?? child.status}`)
    }
  },
})

// A nested stack gets its parent's capabilities.
const inputOf = (properties: Shape, parent: Stack | undefined): Shape => ({
  TemplateURL: properties.TemplateURL,
  Parameters: Object.entries(isRecord(properties.Parameters) ? properties.Parameters : {}).map(
    ([ParameterKey, value]) => ({
      ParameterKey,
      ParameterValue: Array.isArray(value) ? value.join(',') : String(value),
    }),
  ),
  Tags: properties.Tags ?? parent?.target?.tags ?? [],
  Capabilities: parent?.target?.capabilities ?? [],
  NotificationARNs: properties.NotificationARNs ?? [],
})

const madeOf = ({ id, outputs }: Stack): Made => ({
  physicalId: id,
  attributes: Object.fromEntries(outputs.map(({ key, value }) => [`Outputs.${key}`, value])),
})

const firstReason = ({ events, reason, status }: Stack): string =>
  events.findLast(
    (event) => event.type === 'AWS::CloudFormation::Stack' && event.status.includes('ROLLBACK_IN_PROGRESS'),
  )?.reason ??
  reason ??
  status
