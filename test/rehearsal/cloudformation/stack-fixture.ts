// Stacks of topics whose provider does what a test tells it.
import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  RollbackStackCommand,
  type Stack,
  UpdateStackCommand,
  type UpdateStackCommandInput,
} from '@aws-sdk/client-cloudformation'
import type { LocalAwsOptions } from '#rehearsal/local-aws.ts'
import type { ResourceProvider, Shape } from '#rehearsal/service.ts'
import { clientOf, providing, startTestAws } from '../start-local-aws.ts'

/** A topic provider that keeps what exists, and refuses a DisplayName of `fail…`. */
export const topicProvider = () => {
  const topics = new Map<string, Shape>()
  const stubborn = new Set<string>()
  let made = 0
  const check = ({ DisplayName }: Shape) => {
    if (String(DisplayName ?? '').startsWith('fail')) throw new Error(`cannot be called ${DisplayName}`)
  }
  const waiting: (() => void)[] = []
  const provider: ResourceProvider = {
    create: async (properties, { signal }) => {
      if (properties.DisplayName === 'wait') {
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      }
      check(properties)
      made += 1
      const physicalId = `topic-${made}`
      topics.set(physicalId, properties)
      return {
        physicalId,
        attributes: { TopicArn: `arn:${physicalId}`, TopicName: String(properties.TopicName ?? physicalId) },
      }
    },
    update: async (was, _before, after) => {
      check(after)
      topics.set(was.physicalId, after)
      return was
    },
    remove: async ({ physicalId }) => {
      if (stubborn.has(physicalId)) throw new Error('still in use')
      topics.delete(physicalId)
    },
  }
  const release = (): void => {
    for (const go of waiting.splice(0)) go()
  }
  return { provider, topics, stubborn, release }
}

/** A local AWS with that provider, and short ways to do and see things. */
export const startStacks = async (options: Partial<LocalAwsOptions> = {}) => {
  const { provider, topics, stubborn, release } = topicProvider()
  const aws = await startTestAws({
    services: () => ({ services: [providing({ 'AWS::SNS::Topic': provider })] }),
    ...options,
  })
  const client = new CloudFormationClient(clientOf(aws))
  const body = (template: unknown) => (typeof template === 'string' ? template : JSON.stringify(template))
  const describe = async (name: string): Promise<Stack> => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }))
    return Stacks?.[0] as Stack
  }
  return {
    aws,
    client,
    topics,
    stubborn,
    release,
    describe,
    create: async (StackName: string, template: unknown, more: Partial<CreateStackCommandInput> = {}) => {
      const { StackId } = await client.send(
        new CreateStackCommand({ StackName, TemplateBody: body(template), ...more }),
      )
      await aws.cloudformation.settled()
      return describe(StackId ?? '')
    },
    update: async (StackName: string, template: unknown, more: Partial<UpdateStackCommandInput> = {}) => {
      await client.send(new UpdateStackCommand({ StackName, TemplateBody: body(template), ...more }))
      await aws.cloudformation.settled()
      return describe(StackName)
    },
    rollBack: async (StackName: string) => {
      await client.send(new RollbackStackCommand({ StackName }))
      await aws.cloudformation.settled()
      return describe(StackName)
    },
    remove: async (StackName: string) => {
      const { StackId } = await describe(StackName)
      await client.send(new DeleteStackCommand({ StackName }))
      await aws.cloudformation.settled()
      return describe(StackId ?? '')
    },
    /** The events, oldest first, as `<logical id> <status>` with the reason when asked. */
    events: async (StackName: string, reasons = false) => {
      const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }))
      return [...StackEvents]
        .reverse()
        .map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
          [
            LogicalResourceId,
            ResourceStatus,
            ...(reasons && ResourceStatusReason ? [`(${ResourceStatusReason.trim()})`] : []),
          ].join(' '),
        )
    },
    [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose](),
  }
}

/** A topic resource. */
export const topic = (properties: Shape = {}, more: Shape = {}) => ({
  Type: 'AWS::SNS::Topic',
  Properties: properties,
  ...more,
})
