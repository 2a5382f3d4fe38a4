import type { ResourceChangeDetail, Change as SdkChange } from '@aws-sdk/client-cloudformation'
import type { Change } from '#model'

type Replacement = NonNullable<Change['replacement']>

const worst = (given: readonly Replacement[]): Replacement =>
  given.includes('True') ? 'True' : given.includes('Conditional') ? 'Conditional' : 'False'

// The resource-level word and every detail count: a detail that always recreates weighs as much as the summary, unless
// its new value is only known after the deployment. A replacement is never reported as less than it may be.
const detailReplacement = (detail: ResourceChangeDetail): Replacement => {
  const recreates = detail.Target?.RequiresRecreation
  if (recreates === 'Always') return detail.Evaluation === 'Dynamic' ? 'Conditional' : 'True'
  return recreates === 'Conditionally' ? 'Conditional' : 'False'
}

const propertyOf = (detail: ResourceChangeDetail): Change['properties'][number] => ({
  path: detail.Target?.Path ?? [detail.Target?.Attribute, detail.Target?.Name].filter(Boolean).join('.'),
  ...(detail.Target?.BeforeValue !== undefined && { before: detail.Target.BeforeValue }),
  ...(detail.Target?.AfterValue !== undefined && { after: detail.Target.AfterValue }),
  recreates: detail.Target?.RequiresRecreation ?? 'Never',
})

/** What CloudFormation's DescribeChangeSet says, in our words. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html */
export const changesOf = (
  given: readonly SdkChange[],
  nested: ReadonlyMap<string, readonly Change[]>,
): readonly Change[] =>
  given.flatMap(({ ResourceChange: resource }) => {
    if (!resource) return []
    const inner = resource.ChangeSetId ? nested.get(resource.ChangeSetId) : undefined
    const replacement =
      resource.Action === 'Modify'
        ? worst([resource.Replacement ?? 'False', ...(resource.Details ?? []).map(detailReplacement)])
        : undefined
    return [
      {
        action: (resource.Action ?? 'Dynamic') as Change['action'],
        logicalId: resource.LogicalResourceId ?? '',
        type: resource.ResourceType ?? '',
        ...(resource.PhysicalResourceId && { physicalId: resource.PhysicalResourceId }),
        ...(replacement && { replacement }),
        properties: (resource.Details ?? []).map(propertyOf),
        ...(inner && { nested: inner }),
      },
    ]
  })
