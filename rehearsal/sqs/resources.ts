// AWS::SQS::Queue: Ref is the URL (aws-resource-sqs-queue). AWS::SQS::QueuePolicy: remembered with its queues.
import type { ResourceProvider, Shape } from '../service.ts'
import type { SqsCare } from './care.ts'
import type { Queue } from './queue.ts'
import { settingsOf } from './queue-attributes.ts'

const attributesIn = ({ QueueName: _name, Tags: _tags, ...rest }: Shape): Shape =>
  Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  )

/** The providers, by type name. */
export const queueResources = (care: SqsCare): Readonly<Record<string, ResourceProvider>> => {
  const { queues } = care
  const byUrl = (url: unknown): Queue | undefined => [...queues.values()].find((queue) => queue.url === url)
  const allow = (properties: Shape, policy: string | undefined) => {
    for (const url of (properties.Queues ?? []) as string[]) {
      const queue = byUrl(url)
      if (!queue) throw new Error(`The specified queue does not exist: ${url}`)
      const { Policy: _before, ...rest } = queue.attributes
      queue.attributes = policy === undefined ? rest : { ...rest, Policy: policy }
    }
  }
  return {
    'AWS::SQS::Queue': {
      create: async (properties, context) => {
        const name = String(properties.QueueName ?? context.physicalName(80))
        if (queues.has(name))
          throw new Error(`Resource of type 'AWS::SQS::Queue' with identifier '${name}' already exists.`)
        const { url, arn } = care.create(name, settingsOf(attributesIn(properties)))
        return { physicalId: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } }
      },
      update: async (made, _before, after) => {
        const queue = byUrl(made.physicalId)
        const { Policy } = queue?.attributes ?? {}
        if (queue) queue.attributes = { ...settingsOf(attributesIn(after)), ...(Policy && { Policy }) }
        return made
      },
      remove: async ({ physicalId }) => {
        const queue = byUrl(physicalId)
        if (queue) queues.delete(queue.name)
      },
    },
    'AWS::SQS::QueuePolicy': {
      create: async (properties, context) => {
        allow(properties, JSON.stringify(properties.PolicyDocument))
        return { physicalId: context.physicalName(128), attributes: {} }
      },
      update: async (made, before, after) => {
        allow(before, undefined)
        allow(after, JSON.stringify(after.PolicyDocument))
        return made
      },
      remove: async (_made, properties) => {
        const there = ((properties.Queues ?? []) as string[]).filter(byUrl)
        allow({ Queues: there }, undefined)
      },
    },
  }
}
