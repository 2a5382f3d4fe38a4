// The change sets of nested stacks, made along with their parent's.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/change-sets-for-nested-stacks.html
import { parameterValues } from '#cfn/analysis/parameters.ts'
import { isRecord } from '#cfn/analysis/template.ts'
import { isUnknown } from '#cfn/analysis/unknown.ts'
import type { ChangeSet } from './change-set.ts'
import { compareStack, type StackComparison } from './compare-stack.ts'
import type { Engine } from './engine.ts'
import { stackIdOf } from './operate.ts'
import { processTemplate } from './process-template.ts'
import { checkedTemplate, templateText } from './read-template.ts'
import type { Stack, Target } from './stack.ts'

/** Makes a change set for every nested stack that changes, and for theirs; gives the ids by logical id. */
export const createNestedChangeSets = (
  engine: Engine,
  stack: Stack,
  parent: ChangeSet,
): Readonly<Record<string, string>> => {
  const nested = parent.changes.filter(
    ({ type, action }) => type === 'AWS::CloudFormation::Stack' && action !== 'Remove',
  )
  const entries = nested.map(({ logicalId, physicalId, after }) => {
    const child = (physicalId && engine.stacks.get(physicalId)) || plannedStack(engine, `${stack.name}-${logicalId}`)
    const target = nestedTarget(engine, child, after?.Properties ?? stack.resources.get(logicalId)?.properties)
    const comparison: StackComparison = compareStack(engine, child, target)
    const { world } = engine
    const changeSet: ChangeSet = {
      id: `arn:aws:cloudformation:${world.region}:${world.account}:changeSet/${parent.name}-${logicalId}/${world.id()}`,
      name: `${parent.name}-${logicalId}`,
      stackId: child.id,
      stackName: child.name,
      type: child.target ? 'UPDATE' : 'CREATE',
      created: world.clock.now(),
      target,
      includeNested: true,
      generation: child.generation,
      parentId: parent.id,
      rootId: parent.rootId ?? parent.id,
      status: 'CREATE_COMPLETE',
      execution: 'AVAILABLE',
      changes: comparison.changes,
      nested: {},
    }
    changeSet.nested = createNestedChangeSets(engine, child, changeSet)
    engine.changeSets.set(changeSet.id, changeSet)
    return [logicalId, changeSet.id] as const
  })
  return Object.fromEntries(entries)
}

// A nested stack that is only planned: it is compared, never kept.
const plannedStack = (engine: Engine, name: string): Stack => ({
  id: stackIdOf(engine, name),
  name,
  created: engine.world.clock.now(),
  status: 'REVIEW_IN_PROGRESS',
  outputs: [],
  imports: new Set(),
  resources: new Map(),
  events: [],
  leftovers: [],
  terminationProtection: false,
  disableRollback: false,
  generation: 0,
})

// Parameters that come from resources of the parent may be unknown still; they stay unknown in the child.
const nestedTarget = (engine: Engine, { name: stackName }: Stack, properties: unknown): Target => {
  const given = isRecord(properties) ? properties : {}
  const text = templateText(engine, { TemplateURL: given.TemplateURL })
  const source = checkedTemplate(engine, text)
  const parameters = isRecord(given.Parameters) ? given.Parameters : {}
  const known = Object.entries(parameters).filter(([, value]) => !isUnknown(value))
  const { values, texts, fetched } = parameterValues({
    definitions: source.Parameters ?? {},
    given: Object.fromEntries(
      known.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
    ),
    ssm: engine.sources.parameter,
  })
  const unknown = Object.fromEntries(Object.entries(parameters).filter(([, value]) => isUnknown(value)))
  const all = { ...values, ...unknown }
  return {
    text,
    ...processTemplate(engine, source, { parameters: all, stackName }),
    description: source.Description,
    texts,
    values: all,
    fetched,
    capabilities: [],
    tags: [],
    notificationArns: [],
  }
}
