// The provider of every resource type nothing local stands behind: it remembers the properties and answers Ref and
// Fn::GetAtt in the right shape. The rehearsal prints these resources as recorded.
import { createHash } from 'node:crypto'
import { type FactsOf, type ResourceFacts, recreationOf } from '#cfn/analysis/replacement.ts'
import type { Made, ResourceContext, ResourceProvider, Shape } from '../service.ts'
import { knownShapes } from './known-shapes.ts'
import type { About } from './recorded-shape.ts'

/** The recorded provider of a type; undefined for a type AWS does not have. */
export const recordedProvider = (type: string, facts: FactsOf): ResourceProvider | undefined => {
  const known = facts(type)
  const custom = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
  if (!known && !custom && !knownShapes[type]) return undefined
  return {
    recorded: true,
    create: async (properties, context) => recordedResource(type, { properties, context, facts: known }),
    // What Fn::GetAtt gives may follow from a property; the identity stays.
    update: async ({ physicalId, attributes }, _before, after, context) => {
      const fresh = recordedResource(type, { properties: after, context, facts: known })
      const followed = Object.entries(fresh.attributes ?? {}).filter(
        ([name]) => after[name] !== undefined && recreationOf(known, name) === 'Never',
      )
      return { physicalId, attributes: { ...attributes, ...Object.fromEntries(followed) } }
    },
  }
}

interface Recording {
  readonly properties: Shape
  readonly context: ResourceContext
  readonly facts: ResourceFacts | undefined
}

const recordedResource = (type: string, { properties, context, facts }: Recording): Made => {
  const { account, region } = context.world
  const seed = context.world.id()
  let drawn = 0
  const hex = (digits: number): string => {
    drawn += 1
    return createHash('sha256').update(`${seed} ${drawn}`).digest('hex').slice(0, digits)
  }
  // One physical name per resource, however often a shape asks.
  const name = context.physicalName()
  const about: About = {
    type,
    properties,
    account,
    region,
    hex,
    name: (max = 255) => (name.length > max ? context.physicalName(max) : name),
  }
  const shape = knownShapes[type]
  const physicalId = shape?.id(about) ?? (facts?.ref ?? []).map((part) => identityOf(about, part)).join('|')
  const id = physicalId || name
  const general = Object.fromEntries(
    (facts?.attributes ?? []).map((written) => generalAttribute(about, { written, id, facts })),
  )
  return { physicalId: id, attributes: { ...general, ...shape?.attributes?.(about, id) } }
}

// `AWS::Events::Rule` → `arn:aws:events:…:rule/…`, which is how most ARNs go.
const arnOf = ({ type, account, region }: About, name: string): string => {
  const [, service = '', resource = ''] = type.split('::')
  return `arn:aws:${service.toLowerCase()}:${region}:${account}:${resource.toLowerCase()}/${name}`
}

const identityOf = (about: About, part: string): string => {
  const given = part.split('.').reduce<unknown>((value, key) => (value as Shape | undefined)?.[key], about.properties)
  if (typeof given === 'string' || typeof given === 'number') return String(given)
  if (/arn$/i.test(part)) return arnOf(about, about.name())
  return /id$/i.test(part) && !/identifier$/i.test(part) ? about.hex(16) : about.name()
}

interface Attribute {
  readonly written: string
  readonly id: string
  readonly facts: ResourceFacts | undefined
}

const generalAttribute = (about: About, { written, id, facts }: Attribute): readonly [string, unknown] => {
  const [name = '', type = 'string'] = written.split(':')
  const given: unknown = about.properties[name]
  if (given !== undefined) return [name, given]
  if (type === 'array') return [name, []]
  if (type === 'integer' || type === 'number') return [name, 0]
  if (type === 'boolean') return [name, false]
  if (type !== 'string') return [name, {}]
  if (facts?.ref?.length === 1 && facts.ref[0] === name) return [name, id]
  if (/arn$/i.test(name)) return [name, id.startsWith('arn:') ? id : arnOf(about, id)]
  if (/status$|state$/i.test(name)) return [name, 'ACTIVE']
  if (/id$/i.test(name)) return [name, about.hex(16)]
  if (/port$/i.test(name)) return [name, '0']
  if (/(time|timestamp|date)$/i.test(name)) return [name, '2026-01-01T00:00:00Z']
  return [name, `${id}-${name.replaceAll('.', '-').toLowerCase()}`]
}
