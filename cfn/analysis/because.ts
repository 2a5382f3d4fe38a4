// Why a resource changes, in sentences.
import type { ChangeDetail } from './change-details.ts'
import type { ResourceChange } from './changes.ts'
import { isUnknown, unknownsIn } from './unknown.ts'

interface Around {
  readonly changes: ReadonlyMap<string, ResourceChange>
  readonly typeBefore: string | undefined
  readonly transform: unknown
}

const most = 60

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (isUnknown(value)) return `what ${value.of} gives`
  const text = unknownsIn(value).length > 0 ? 'values known after apply' : JSON.stringify(value)
  return text.length > most ? `${text.slice(0, most)}…` : text
}

const recreation = { Never: '', Conditionally: ' (may replace)', Always: ' (replaces)' } as const

const causeOf = (detail: ChangeDetail): string | undefined => detail.causingEntity?.split('.')[0]

// From a resource to the one that began it: "Subnet, which follows Vpc, replaced for its CidrBlock".
const chain = (logicalId: string, { changes }: Around, seen: readonly string[]): string => {
  const change = changes.get(logicalId)
  if (!change || seen.includes(logicalId)) return logicalId
  if (change.action === 'Add') return `${logicalId}, which is new`
  const what =
    change.replacement === 'True' ? 'is replaced' : change.replacement === 'Conditional' ? 'may be replaced' : 'changes'
  const detail = change.details.find((each) => each.requiresRecreation !== 'Never') ?? change.details[0]
  const next = detail && causeOf(detail)
  if (next !== undefined && changes.has(next))
    return `${logicalId}, which ${what} with ${chain(next, { changes, typeBefore: undefined, transform: undefined }, [...seen, logicalId])}`
  return `${logicalId}, which ${what}${detail ? ` for ${detail.path}` : ''}`
}

const sentence = (detail: ChangeDetail, logicalId: string, around: Around): string => {
  const { path, before, after, requiresRecreation, changeSource } = detail
  const end = recreation[requiresRecreation]
  const cause = causeOf(detail)
  if (changeSource === 'ParameterReference')
    return `${path}${end} follows parameter ${cause}: ${shown(before)} → ${shown(after)}`
  if (cause !== undefined && around.changes.has(cause))
    return `${path}${end} follows ${chain(cause, around, [logicalId])}`
  const attribute = /^\/(Metadata|DeletionPolicy|UpdateReplacePolicy|CreationPolicy|UpdatePolicy)/.exec(path)?.[1]
  return `${path}${end}: ${shown(before)} → ${shown(after)}${attribute ? '; the resource itself stays as it is' : ''}`
}

/** The reasons of one change. */
export const becauseOf = (change: ResourceChange, around: Around): readonly string[] => {
  const { logicalId, type, action, details, policyAction } = change
  const expanded =
    around.transform !== undefined && type.startsWith('AWS::Serverless::')
      ? ['a transform turns it into other resources; this compares what is written']
      : []
  const nested =
    type === 'AWS::CloudFormation::Stack' ? ['a nested stack: what changes inside it, its own template tells'] : []
  const versions =
    type === 'AWS::EC2::LaunchTemplate' && action === 'Modify'
      ? ['it has a new version: what reads its LatestVersionNumber rolls as well']
      : []
  if (action === 'Add') return ['it is new, or its condition holds now', ...expanded]
  if (action === 'Remove')
    return [
      `it is gone, or its condition no longer holds; ${policyAction === 'Delete' ? 'it is deleted' : `DeletionPolicy ${policyAction}`}`,
      ...expanded,
    ]
  const retyped =
    around.typeBefore !== undefined && around.typeBefore !== type
      ? [`its type was ${around.typeBefore}: CloudFormation refuses to change a type under one logical id`]
      : []
  return [...retyped, ...details.map((each) => sentence(each, logicalId, around)), ...versions, ...nested, ...expanded]
}
