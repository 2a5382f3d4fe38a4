// What an update of a stack would do to data and to names, told before it starts.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
import type { ResourceChange } from '#cfn/analysis/changes.ts'
import { changesBetween } from '#cfn/analysis/difference.ts'
import { same } from '#cfn/analysis/differences.ts'
import type { FactsOf } from '#cfn/analysis/replacement.ts'
import { isStateful } from '#cfn/analysis/stateful.ts'
import { unknownsIn } from '#cfn/analysis/unknown.ts'
import type { Finding, Place } from '#model'
import { recordOf } from '../read/walk.ts'
import { pairsOf, type TwoVersions } from './version.ts'

const propertiesOf = (side: ResourceChange['before']): Readonly<Record<string, unknown>> => recordOf(side?.Properties)

// The property that names the resource itself: RoleName of a Role, GroupName of a SecurityGroup, Name.
const isOwnName = (type: string, property: string): boolean => {
  const noun = type.split('::').at(-1) ?? ''
  const prefix = /^(.*?)(Name|Identifier)$/.exec(property)?.[1]
  return prefix !== undefined && noun.endsWith(prefix)
}

const keptName = (change: ResourceChange, facts: FactsOf): string | undefined => {
  const [had, wanted] = [propertiesOf(change.before), propertiesOf(change.after)]
  return facts(change.type)?.replace?.find(
    (property) =>
      isOwnName(change.type, property) &&
      wanted[property] !== undefined &&
      unknownsIn(wanted[property]).length === 0 &&
      same(had[property], wanted[property]),
  )
}

const named = (change: ResourceChange, facts: FactsOf, at: Place): readonly Finding[] => {
  const property = change.replacement === 'True' ? keptName(change, facts) : undefined
  if (property === undefined) return []
  const cause = change.details.find(({ requiresRecreation }) => requiresRecreation === 'Always')
  return [
    {
      code: 'named-resource-replaced',
      severity: 'error',
      at,
      says: `"${change.logicalId}" has to be replaced${cause ? ` for ${cause.path}` : ''} and keeps its name: CloudFormation cannot update a stack when a custom-named resource requires replacing`,
      fix: `change ${property} in the same step, or leave it out and let CloudFormation name the resource`,
    },
  ]
}

const data = (change: ResourceChange, at: Place): readonly Finding[] => {
  const properties = propertiesOf(change.before ?? change.after)
  if (!isStateful(change.type, properties) || change.action === 'Add') return []
  const removed = change.action === 'Remove'
  if (!removed && change.replacement !== 'True' && change.replacement !== 'Conditional') return []
  const lost = change.policyAction === 'Delete' || change.policyAction === 'ReplaceAndDelete'
  const sure = removed || change.replacement === 'True'
  const what = removed ? 'is removed' : sure ? 'is replaced' : 'may be replaced'
  return [
    {
      code: removed ? 'data-removed' : 'data-replaced',
      severity: lost && sure ? 'error' : 'warning',
      at,
      says: `"${change.logicalId}" (${change.type}) ${what}${lost ? ', and its data is deleted' : ', and the old one stays outside the stack'}`,
      fix: lost
        ? `add ${removed ? 'DeletionPolicy' : 'UpdateReplacePolicy'}: Retain ${removed ? 'in a step before this one' : 'in the same step'}, or undo the change`
        : 'move the data before anything writes to the new one, or undo the change',
    },
  ]
}

/** Data that an update deletes, and resources that it cannot replace since they keep their names. */
export const checkReplacements = (versions: TwoVersions): readonly Finding[] =>
  pairsOf(versions).flatMap((pair) => {
    const after = versions.after.find(({ path }) => path === pair.path)
    const { facts, usePreviousValues = false } = versions
    return changesBetween({ ...pair, facts, usePreviousValues }).flatMap((change) => {
      const at = after?.at('Resources', change.logicalId) ?? { file: pair.path }
      return [...named(change, facts, at), ...data(change, at)]
    })
  })
