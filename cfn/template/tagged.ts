import type { ResourceBody } from '#model'
import { tagProperties } from './tag-properties.generated.ts'

/** Tags by key. */
export type Tags = Readonly<Record<string, unknown>>

// What the EC2 console lists by its Name tag, and by nothing else that a person could read.
const named = /^AWS::EC2::(EIP|FlowLog|InternetGateway|NatGateway|RouteTable|SecurityGroup|Subnet|VPC|VPCEndpoint)$/

/** The resource with some tags, where its type takes any. Tags that it already has stay as they are. */
export const tagged = (logicalId: string, body: ResourceBody, tags: Tags): ResourceBody => {
  const [property, form] = tagProperties[body.Type] ?? []
  if (!property || Object.keys(tags).length === 0) return body
  const prefix = Object.values(tags).filter((each) => typeof each === 'string')
  const all = named.test(body.Type) ? { Name: [...prefix, logicalId].join('-'), ...tags } : tags
  const given = body.Properties?.[property]
  return {
    ...body,
    Properties: { ...body.Properties, [property]: form === 'map' ? asMap(all, given) : asList(all, given) },
  }
}

const asMap = (tags: Tags, given: unknown) => ({ ...tags, ...(given as Tags | undefined) })

const asList = (tags: Tags, given: unknown) => {
  const own = Array.isArray(given) ? (given as readonly { readonly Key: string }[]) : []
  const keys = new Set(own.map((tag) => tag.Key))
  return [
    ...own,
    ...Object.entries(tags)
      .filter(([key]) => !keys.has(key))
      .map(([Key, Value]) => ({ Key, Value })),
  ]
}
