import type { TemplateBody } from '#model'
import type { Value } from '#model/value.ts'
import { conditionsIn, referencesIn } from '../analysis/references.ts'
import type { condition } from './condition.ts'
import { consoleInterface } from './console-interface.ts'
import type { Parameter } from './parameter.ts'
import type { AnyResource } from './resource.ts'
import { type Tags, tagged } from './tagged.ts'

/** What a template is made of. Everything that is referred to must be listed. */
export interface TemplateGiven {
  readonly description: string
  readonly resources: readonly AnyResource[]
  readonly parameters?: readonly Parameter[]
  readonly conditions?: readonly ReturnType<typeof condition>[]
  readonly outputs?: Readonly<Record<string, Value>>
  readonly metadata?: Readonly<Record<string, unknown>>
  /** Put on every resource that takes tags. */
  readonly tags?: Tags
}

/** A template. Throws when it refers to something that it does not hold: that is our own bug, never a user's. */
export const template = (given: TemplateGiven): TemplateBody => {
  const { parameters = [], conditions = [], tags = {} } = given
  const made: TemplateBody = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: given.description,
    ...((given.metadata || parameters.length > 0) && {
      Metadata: { ...consoleInterface(parameters), ...given.metadata },
    }),
    ...(parameters.length > 0 && { Parameters: byId(parameters.map((each) => [each.logicalId, { ...each.body }])) }),
    ...(conditions.length > 0 && { Conditions: byId(conditions.map((each) => [each.id, each.definition])) }),
    Resources: byId(
      given.resources.map((each) => [each.logicalId, withoutUndefined(tagged(each.logicalId, each.body, tags))]),
    ),
    ...(given.outputs && {
      Outputs: byId(Object.entries(given.outputs).map(([key, Value]) => [key, { Value }])),
    }),
  }
  refuseUnknownNames(made)
  return made
}

const logicalId = /^[A-Za-z0-9]{1,255}$/

const byId = <T>(entries: readonly (readonly [id: string, body: T])[]): Readonly<Record<string, T>> => {
  const ids = entries.map(([id]) => id)
  const seen = new Set<string>()
  const twice = ids.find((id) => seen.has(id) || !seen.add(id))
  if (twice) throw new Error(`two things of one template are called ${twice}`)
  const malformed = ids.find((id) => !logicalId.test(id))
  if (malformed) throw new Error(`${JSON.stringify(malformed)} is no logical id: only letters and digits are`)
  return Object.fromEntries(entries)
}

const withoutUndefined = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(withoutUndefined) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(entries.map(([key, each]) => [key, withoutUndefined(each)])) as T
}

const refuseUnknownNames = (made: TemplateBody) => {
  const names = new Set([...Object.keys(made.Parameters ?? {}), ...Object.keys(made.Resources)])
  for (const [id, body] of Object.entries({ ...made.Resources, ...made.Outputs })) {
    const unknown = referencesIn(body).find(({ name }) => !name.startsWith('AWS::') && !names.has(name))
    if (unknown) throw new Error(`${id} refers to ${unknown.name}, which is not in the template`)
  }
  for (const [id, body] of Object.entries(made.Resources)) {
    const missing = [body.DependsOn ?? []].flat().find((each) => !(each in made.Resources))
    if (missing) throw new Error(`${id} depends on ${missing}, which is not in the template`)
  }
  const conditions = new Set(Object.keys(made.Conditions ?? {}))
  const chosen = [...conditionsIn(made), ...Object.values(made.Resources).flatMap((each) => each.Condition ?? [])]
  const undeclared = chosen.find((each) => !conditions.has(each))
  if (undeclared) throw new Error(`condition ${undeclared} is not in the template`)
}
