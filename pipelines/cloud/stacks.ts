import {
  CloudFormationClient,
  type CloudFormationClientConfig,
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetOutput,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListExportsCommand,
  type Change as SdkChange,
  type StackEvent as SdkEvent,
} from '@aws-sdk/client-cloudformation'
import { type Change, fault, type LiveStack } from '#model'
import { changesOf } from './changes.ts'
import type { ChangeSet, PrepareGiven, StackEvent, Stacks } from './cloud.ts'
import { asking, isMissing, isTaken, isUnchanged } from './faults.ts'
import { sayingUnreachable } from './reachable.ts'
import type { Wait } from './wait.ts'

const observe = async (client: CloudFormationClient, name: string): Promise<LiveStack | undefined> => {
  try {
    const found = (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0]
    return found?.StackStatus === undefined || found.StackStatus === 'DELETE_COMPLETE'
      ? undefined
      : {
          name,
          id: found.StackId ?? '',
          status: found.StackStatus,
          ...(found.StackStatusReason && { reason: found.StackStatusReason }),
          changedAt: (found.LastUpdatedTime ?? found.CreationTime)?.toISOString() ?? '',
          outputs: Object.fromEntries(
            (found.Outputs ?? []).map((each) => [each.OutputKey ?? '', each.OutputValue ?? '']),
          ),
        }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const allExports = async (client: CloudFormationClient): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>()
  let NextToken: string | undefined
  do {
    const page = await client.send(new ListExportsCommand({ NextToken }))
    for (const each of page.Exports ?? []) found.set(each.Name ?? '', each.Value ?? '')
    NextToken = page.NextToken
  } while (NextToken)
  return found
}

// Property values make the answer larger, and CloudFormation may then drop some of it: every page is read.
const describe = async (client: CloudFormationClient, arn: string) => {
  const changes: SdkChange[] = []
  let last: DescribeChangeSetOutput
  let NextToken: string | undefined
  do {
    last = await client.send(
      new DescribeChangeSetCommand({ ChangeSetName: arn, IncludePropertyValues: true, NextToken }),
    )
    changes.push(...(last.Changes ?? []))
    NextToken = last.NextToken
  } while (NextToken)
  return { ...last, Changes: changes }
}

const described = async (client: CloudFormationClient, arn: string): Promise<readonly Change[]> => {
  const { Changes } = await describe(client, arn)
  const inner = Changes.flatMap((each) => each.ResourceChange?.ChangeSetId ?? [])
  const nested = await Promise.all(inner.map(async (id) => [id, await described(client, id)] as const))
  return changesOf(Changes, new Map(nested))
}

const refused = (given: PrepareGiven, reason: string) =>
  fault({
    at: `stack ${given.stack.name}`,
    code: 'change-set-refused',
    says: `CloudFormation made no change set: ${reason}`,
    fix: `mend ${given.stack.templatePath} at its source, run "launchway generate", then try again`,
    exit: 1,
  })

// A run that was interrupted and started again under its own name meets the change set it had made: that one goes.
const create = async (client: CloudFormationClient, given: CreateChangeSetCommandInput) => {
  try {
    return await client.send(new CreateChangeSetCommand(given))
  } catch (error) {
    if (!isTaken(error)) throw error
    await client.send(new DeleteChangeSetCommand({ StackName: given.StackName, ChangeSetName: given.ChangeSetName }))
    return client.send(new CreateChangeSetCommand(given))
  }
}

const prepare = async (
  client: CloudFormationClient,
  wait: Wait,
  given: PrepareGiven,
): Promise<ChangeSet | undefined> => {
  const { stack } = given
  const made = await create(client, {
    StackName: stack.name,
    ChangeSetName: given.name,
    ChangeSetType: given.kind === 'create' ? 'CREATE' : 'UPDATE',
    ...(given.templateUrl ? { TemplateURL: given.templateUrl } : { TemplateBody: stack.template }),
    Parameters: Object.entries(stack.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    IncludeNestedStacks: stack.uploads.length > 0,
  })
  const arn = made.Id ?? given.name
  const end = await wait(async () => {
    const now = await client.send(new DescribeChangeSetCommand({ ChangeSetName: arn }))
    return now.Status === 'CREATE_COMPLETE' || now.Status === 'FAILED' ? now : undefined
  })
  const set = { arn, stackId: made.StackId ?? '' }
  if (end.Status === 'CREATE_COMPLETE') return { ...set, changes: await described(client, arn) }
  await client.send(new DeleteChangeSetCommand({ ChangeSetName: arn }))
  if (isUnchanged(end.StatusReason ?? '')) return undefined
  if (given.isNew) await client.send(new DeleteStackCommand({ StackName: made.StackId }))
  throw refused(given, end.StatusReason ?? 'it gave no reason')
}

const eventOf = (event: SdkEvent): StackEvent => ({
  id: event.EventId ?? '',
  at: event.Timestamp ?? new Date(0),
  stackName: event.StackName ?? '',
  logicalId: event.LogicalResourceId ?? '',
  type: event.ResourceType ?? '',
  status: event.ResourceStatus ?? '',
  ...(event.ResourceStatusReason && { reason: event.ResourceStatusReason }),
})

// Newest first on the wire: pages are read until the last event that was seen before.
const eventsAfter = async (
  client: CloudFormationClient,
  stackId: string,
  after?: string,
): Promise<readonly StackEvent[]> => {
  const found: StackEvent[] = []
  let NextToken: string | undefined
  do {
    const page = await client.send(new DescribeStackEventsCommand({ StackName: stackId, NextToken }))
    for (const event of page.StackEvents ?? []) {
      if (event.EventId === after) return found.reverse()
      found.push(eventOf(event))
    }
    NextToken = page.NextToken
  } while (NextToken)
  return found.reverse()
}

/** CloudFormation through the SDK. */
export const stacksOf = (config: CloudFormationClientConfig, wait: Wait): Stacks => {
  const client = sayingUnreachable(new CloudFormationClient(config), config.endpoint)
  return {
    observe: (name) => asking('cloudformation:DescribeStacks', () => observe(client, name)),
    exports: () => asking('cloudformation:ListExports', () => allExports(client)),
    prepare: (given) =>
      asking(`cloudformation:CreateChangeSet ${given.stack.name}`, () => prepare(client, wait, given)),
    discard: async ({ arn }) => {
      await asking('cloudformation:DeleteChangeSet', () =>
        client.send(new DeleteChangeSetCommand({ ChangeSetName: arn })),
      )
    },
    execute: async ({ arn }, ClientRequestToken) => {
      await asking('cloudformation:ExecuteChangeSet', () =>
        client.send(new ExecuteChangeSetCommand({ ChangeSetName: arn, ClientRequestToken })),
      )
    },
    events: (stackId, after) => asking('cloudformation:DescribeStackEvents', () => eventsAfter(client, stackId, after)),
    remove: async (StackName, ClientRequestToken) => {
      await asking('cloudformation:DeleteStack', () =>
        client.send(new DeleteStackCommand({ StackName, ClientRequestToken })),
      )
    },
  }
}
