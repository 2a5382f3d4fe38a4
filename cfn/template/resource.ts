// A resource of a template as a handle: only handles give references, so a logical id is spelled once.
import type { ResourceBody } from '#model'
import { type Kind, type Value, value } from '#model/value.ts'
import type { Condition } from './condition.ts'
import type { ResourceTypes } from './resource-types.generated.ts'

/** The name of a CloudFormation resource type we have types for. */
export type ResourceType = keyof ResourceTypes

/** What every resource handle is, whatever its type. */
export interface AnyResource {
  readonly logicalId: string
  readonly type: ResourceType
  readonly body: ResourceBody
}

type Attributes<T extends ResourceType> = ResourceTypes[T]['atts']
type KindOf<A, K extends keyof A> = A[K] extends Kind ? A[K] : never

/** A resource: what it is in the template, and the values that others may take from it. */
export interface Resource<T extends ResourceType> extends AnyResource {
  readonly type: T
  readonly ref: Value<ResourceTypes[T]['ref']>
  att<A extends keyof Attributes<T>>(name: A): Value<KindOf<Attributes<T>, A>>
}

/** What CloudFormation does with a resource that leaves the stack, or is replaced. */
export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot'

/** What a resource says beside its properties. */
export interface Options {
  readonly deletionPolicy?: DeletionPolicy
  readonly updateReplacePolicy?: Exclude<DeletionPolicy, 'RetainExceptOnCreate'>
  readonly dependsOn?: readonly AnyResource[]
  readonly condition?: Condition
  readonly metadata?: Readonly<Record<string, unknown>>
}

/**
 * Keeps what holds data: when the stack is deleted and when the resource is replaced, but not when its creation fails,
 * since the empty leftover would block the next try. AWS CloudFormation User Guide, "DeletionPolicy attribute".
 */
export const kept = { deletionPolicy: 'RetainExceptOnCreate', updateReplacePolicy: 'Retain' } as const

/** A resource. Its properties are checked against AWS's specification by the compiler. */
export const resource = <const T extends ResourceType>(
  logicalId: string,
  type: T,
  properties: ResourceTypes[T]['props'],
  options: Options = {},
): Resource<T> => {
  const { deletionPolicy, updateReplacePolicy, dependsOn = [], condition, metadata } = options
  return Object.freeze({
    logicalId,
    type,
    body: {
      Type: type,
      ...(condition && { Condition: condition.id }),
      ...(dependsOn.length > 0 && { DependsOn: dependsOn.map((each) => each.logicalId) }),
      ...(deletionPolicy && { DeletionPolicy: deletionPolicy }),
      ...(updateReplacePolicy && { UpdateReplacePolicy: updateReplacePolicy }),
      ...(metadata && { Metadata: metadata }),
      Properties: properties as Readonly<Record<string, unknown>>,
    },
    ref: value<ResourceTypes[T]['ref']>({ Ref: logicalId }),
    att: <A extends keyof Attributes<T>>(name: A) =>
      value<KindOf<Attributes<T>, A>>({ 'Fn::GetAtt': [logicalId, String(name)] }),
  })
}
