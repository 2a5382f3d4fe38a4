// Stacks, resources and events as the API shows them.
import type { Shape } from '../service.ts'
import { masked, shownParameters } from './mask.ts'
import type { Stack, StackEvent, StackResource } from './stack.ts'

/** A stack of DescribeStacks. */
export const describedStack = (stack: Stack): Shape => ({
  StackId: stack.id,
  StackName: stack.name,
  ChangeSetId: stack.changeSetId,
  Description: stack.target?.description,
  Parameters: stack.target ? shownParameters(stack.target) : [],
  CreationTime: stack.created,
  LastUpdatedTime: stack.updated,
  DeletionTime: stack.deleted,
  RollbackConfiguration: {},
  StackStatus: stack.status,
  StackStatusReason: stack.reason,
  DisableRollback: stack.disableRollback,
  NotificationARNs: stack.target?.notificationArns ?? [],
  Capabilities: stack.target?.capabilities ?? [],
  Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
    OutputKey: key,
    OutputValue: value,
    Description: description,
    ExportName: exportName,
  })),
  RoleARN: stack.target?.roleArn,
  Tags: stack.target?.tags ?? [],
  EnableTerminationProtection: stack.terminationProtection,
  ParentId: stack.parentId,
  RootId: stack.rootId,
  DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
})

/** A stack of ListStacks. */
export const stackSummary = (stack: Stack): Shape => ({
  StackId: stack.id,
  StackName: stack.name,
  TemplateDescription: stack.target?.description,
  CreationTime: stack.created,
  LastUpdatedTime: stack.updated,
  DeletionTime: stack.deleted,
  StackStatus: stack.status,
  StackStatusReason: stack.reason,
  ParentId: stack.parentId,
  RootId: stack.rootId,
  DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
})

/** A resource of DescribeStackResources. */
export const describedResource = (stack: Stack, resource: StackResource): Shape => ({
  StackName: stack.name,
  StackId: stack.id,
  ...resourceSummary(resource),
  LastUpdatedTimestamp: undefined,
  Timestamp: resource.changed,
})

/** A resource of ListStackResources. */
export const resourceSummary = (resource: StackResource): Shape => ({
  LogicalResourceId: resource.logicalId,
  PhysicalResourceId: resource.made?.physicalId,
  ResourceType: resource.type,
  LastUpdatedTimestamp: resource.changed,
  ResourceStatus: resource.status,
  ResourceStatusReason: resource.reason,
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
})

/** An event of DescribeStackEvents. */
export const describedEvent = (stack: Stack, event: StackEvent): Shape => ({
  StackId: stack.id,
  EventId: event.id,
  StackName: stack.name,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  Timestamp: event.at,
  ResourceStatus: event.status,
  ResourceStatusReason: masked(event.reason, stack.target),
  ResourceProperties: masked(event.properties, stack.target),
  ClientRequestToken: event.token,
})
