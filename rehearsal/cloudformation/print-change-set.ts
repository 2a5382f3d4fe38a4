// Change sets as the API shows them.
import type { ChangeDetail } from '#cfn/analysis/change-details.ts'
import type { ResourceChange } from '#cfn/analysis/changes.ts'
import { textOf } from '#cfn/analysis/intrinsics.ts'
import { isUnknown, KNOWN_AFTER_APPLY } from '#cfn/analysis/unknown.ts'
import { flagIn } from '../protocols/form.ts'
import type { Shape } from '../service.ts'
import type { ChangeSet } from './change-set.ts'
import { limits } from './limits.ts'
import { masked, shownParameters } from './mask.ts'

/** One entry of ListChangeSets. */
export const changeSetSummary = (changeSet: ChangeSet): Shape => ({
  ChangeSetId: changeSet.id,
  ChangeSetName: changeSet.name,
  StackId: changeSet.stackId,
  StackName: changeSet.stackName,
  Description: changeSet.description,
  CreationTime: changeSet.created,
  Status: changeSet.status,
  StatusReason: changeSet.reason,
  ExecutionStatus: changeSet.execution,
  IncludeNestedStacks: changeSet.includeNested,
  ParentChangeSetId: changeSet.parentId,
  RootChangeSetId: changeSet.rootId,
})

/** DescribeChangeSet, one page of it. */
export const describedChangeSet = (changeSet: ChangeSet, input: Shape): Shape => {
  const { target } = changeSet
  const from = Number(input.NextToken ?? 0)
  const end = from + limits.changesPerPage
  const values = flagIn(input.IncludePropertyValues)
  const page = changeSet.changes.slice(from, end).map((change) => ({
    Type: 'Resource',
    ResourceChange: masked(printed(change, { values, nested: changeSet.nested[change.logicalId] }), target),
  }))
  return {
    ...changeSetSummary(changeSet),
    Parameters: shownParameters(target),
    NotificationARNs: target.notificationArns,
    RollbackConfiguration: {},
    Capabilities: target.capabilities,
    Tags: target.tags,
    Changes: page,
    OnStackFailure: changeSet.onFailure,
    ...(end < changeSet.changes.length ? { NextToken: String(end) } : {}),
  }
}

interface Printing {
  readonly values: boolean
  readonly nested: string | undefined
}

const printed = (change: ResourceChange, { values, nested }: Printing): Shape => ({
  PolicyAction: change.policyAction,
  Action: change.action,
  LogicalResourceId: change.logicalId,
  PhysicalResourceId: change.physicalId,
  ResourceType: change.type,
  Replacement: change.action === 'Modify' ? documentedReplacement(change) : undefined,
  Scope: change.scope,
  Details: change.details.map((detail) => printedDetail(detail, values)),
  ChangeSetId: nested,
  ...(values && change.before ? { BeforeContext: JSON.stringify(change.before) } : {}),
  ...(values && change.after ? { AfterContext: JSON.stringify(change.after) } : {}),
})

// "If RequiresRecreation is Always and Evaluation is Static, Replacement is True; if Dynamic, Conditional."
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html (Replacement)
const documentedReplacement = ({ replacement, details }: ResourceChange): string | undefined => {
  if (replacement !== 'True' || !details.length) return replacement
  const static_ = details.some(
    ({ requiresRecreation, evaluation }) => requiresRecreation === 'Always' && evaluation === 'Static',
  )
  return static_ ? 'True' : 'Conditional'
}

const printedDetail = (detail: ChangeDetail, values: boolean): Shape => ({
  Target: {
    Attribute: detail.attribute,
    Name: detail.name,
    RequiresRecreation:
      detail.attribute === 'Properties' || detail.attribute === 'Tags' ? detail.requiresRecreation : undefined,
    ...(values
      ? {
          Path: detail.path,
          BeforeValue: shown(detail.before),
          AfterValue: shown(detail.after),
          AttributeChangeType: detail.changeType,
        }
      : {}),
  },
  Evaluation: detail.evaluation,
  ChangeSource: detail.changeSource,
  CausingEntity: detail.causingEntity,
})

const shown = (value: unknown): string | undefined => {
  if (value === undefined) return undefined
  if (isUnknown(value)) return KNOWN_AFTER_APPLY
  return typeof value === 'object' ? JSON.stringify(value) : textOf(value)
}
