// Brings one resource to what the target wants: create, update, replace, or leave as it is.
import { differencesOf, same } from '#cfn/analysis/differences.ts'
import { dependsOn } from '#cfn/analysis/graph.ts'
import { recreationOf } from '#cfn/analysis/replacement.ts'
import { resolve } from '#cfn/analysis/resolve.ts'
import type { Scope } from '#cfn/analysis/scope.ts'
import { isRecord, type TemplateResource } from '#cfn/analysis/template.ts'
import { unknownsIn } from '#cfn/analysis/unknown.ts'
import type { Made, ResourceProvider } from '../service.ts'
import { propertyProblem } from './check-properties.ts'
import { expandReferences } from './dynamic-references.ts'
import { nestedTemplateChanged } from './nested-template.ts'
import { moveResource } from './record-event.ts'
import { Cancelled, cancellable, contextOf, type Work } from './resource-work.ts'
import type { StackResource } from './stack.ts'
import { stackPolicyProblem } from './stack-policy.ts'

/** Which resource to settle, and what it needs. */
export interface Settling {
  readonly logicalId: string
  readonly scope: Scope
  readonly needs: readonly string[]
}

type Properties = Readonly<Record<string, unknown>>

/** Resolves when the resource is as wanted; rejects when it failed, its event being written by then. */
export const settleResource = async (work: Work, { logicalId, scope, needs }: Settling): Promise<void> => {
  const { engine, stack, target } = work
  const resource = target.template.Resources[logicalId] as TemplateResource
  const provider = engine.provider(resource.Type) as ResourceProvider
  const existing = stack.resources.get(logicalId)
  const fresh: StackResource = {
    logicalId,
    type: resource.Type,
    status: 'CREATE_IN_PROGRESS',
    changed: engine.world.clock.now(),
    properties: {},
    deletionPolicy: resource.DeletionPolicy,
    updateReplacePolicy: resource.UpdateReplacePolicy,
    other: otherOf(resource, scope),
    needs: [...new Set([...needs, ...dependsOn(resource)])],
    recorded: provider.recorded ?? false,
  }
  let wanted: Properties
  try {
    wanted = wantedProperties(resource, scope)
    const problem = propertyProblem(engine.facts(resource.Type), logicalId, wanted)
    if (problem) throw new Error(problem)
  } catch (error) {
    const failing = existing ? { ...existing } : fresh
    stack.resources.set(logicalId, failing)
    moveResource(engine, stack, {
      resource: failing,
      status: existing ? 'UPDATE_FAILED' : 'CREATE_FAILED',
      reason: messageOf(error),
    })
    throw error
  }
  if (!existing?.made) return createResource(work, { resource: { ...fresh, properties: wanted }, provider })
  const kept = {
    ...fresh,
    status: existing.status,
    reason: existing.reason,
    changed: existing.changed,
    made: existing.made,
    properties: existing.properties,
    attempted: existing.attempted,
  }
  stack.resources.set(logicalId, kept)
  const differences = differencesOf(existing.properties, wanted)
  const retyped = existing.type !== resource.Type
  if (!differences.length && !retyped && !existing.attempted && !nestedTemplateChanged(engine, kept)) {
    if (!same(existing.other, fresh.other)) {
      moveResource(engine, stack, { resource: kept, status: 'UPDATE_IN_PROGRESS' })
      moveResource(engine, stack, { resource: kept, status: 'UPDATE_COMPLETE' })
    }
    return
  }
  const facts = engine.facts(resource.Type)
  const replaced = retyped || differences.some(({ path }) => recreationOf(facts, path.join('.')) === 'Always')
  const denied = stackPolicyProblem(stack.policy, {
    action: replaced ? 'Update:Replace' : 'Update:Modify',
    logicalId,
    type: resource.Type,
  })
  if (denied) {
    moveResource(engine, stack, { resource: kept, status: 'UPDATE_FAILED', reason: denied })
    throw new Error(denied)
  }
  return replaced
    ? replaceResource(work, { resource: kept, old: existing, wanted, provider })
    : updateResource(work, { resource: kept, wanted, provider })
}

const wantedProperties = (resource: TemplateResource, scope: Scope): Properties => {
  const wanted = resolve(resource.Properties ?? {}, scope)
  const [unknown] = unknownsIn(wanted)
  if (unknown) throw new Error(`Unable to resolve ${unknown.of}`)
  return isRecord(wanted) ? wanted : {}
}

// Attributes that are kept by CloudFormation itself. A change of DeletionPolicy alone is not an update of the resource.
const otherOf = (resource: TemplateResource, scope: Scope): unknown =>
  JSON.parse(
    JSON.stringify(
      resolve([resource.Metadata ?? {}, resource.UpdatePolicy ?? {}, resource.CreationPolicy ?? {}], scope),
    ),
  )

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

interface Creating {
  readonly resource: StackResource
  readonly provider: ResourceProvider
}

const createResource = async (work: Work, { resource, provider }: Creating): Promise<void> => {
  const { engine, stack, signal } = work
  stack.resources.set(resource.logicalId, resource)
  moveResource(engine, stack, { resource, status: 'CREATE_IN_PROGRESS' })
  const making = create(work, { provider, logicalId: resource.logicalId, properties: resource.properties })
  try {
    resource.made = await cancellable(making, signal)
  } catch (error) {
    const cancelled = error instanceof Cancelled
    resource.unfinished = making.then(
      (made) => {
        resource.made = made
      },
      () => undefined,
    )
    moveResource(engine, stack, {
      resource,
      status: 'CREATE_FAILED',
      reason: cancelled ? 'Resource creation cancelled' : messageOf(error),
    })
    throw error
  }
  moveResource(engine, stack, { resource, status: 'CREATE_IN_PROGRESS', reason: 'Resource creation Initiated' })
  moveResource(engine, stack, { resource, status: 'CREATE_COMPLETE' })
}

interface Call {
  readonly provider: ResourceProvider
  readonly logicalId: string
  readonly properties: Properties
}

// Async, so that a provider or a reference that throws at once fails its resource like any other.
const create = async (work: Work, { provider, logicalId, properties }: Call): Promise<Made> =>
  provider.create(expandReferences(properties, work.engine.sources), contextOf(work, logicalId))

interface Changing extends Creating {
  readonly wanted: Properties
}

const updateResource = async (work: Work, { resource, wanted, provider }: Changing): Promise<void> => {
  const { engine, stack, signal } = work
  resource.attempted = wanted
  moveResource(engine, stack, { resource, status: 'UPDATE_IN_PROGRESS' })
  const updating = sendUpdate(work, { resource, before: resource.properties, after: wanted, provider })
  try {
    resource.made = await cancellable(updating, signal)
  } catch (error) {
    const cancelled = error instanceof Cancelled
    resource.unfinished = updating.then(
      (made) => {
        resource.made = made
      },
      () => undefined,
    )
    moveResource(engine, stack, {
      resource,
      status: 'UPDATE_FAILED',
      reason: cancelled ? 'Resource update cancelled' : messageOf(error),
    })
    throw error
  }
  resource.properties = wanted
  resource.attempted = undefined
  moveResource(engine, stack, { resource, status: 'UPDATE_COMPLETE' })
}

/** An update of a resource that exists. */
export interface Sending {
  readonly resource: StackResource
  readonly before: Properties
  readonly after: Properties
  readonly provider: ResourceProvider
}

/** Has the provider change a resource; without an `update` of its own the change is only recorded. */
export const sendUpdate = async (
  work: Omit<Work, 'target'>,
  { resource, before, after, provider }: Sending,
): Promise<Made> => {
  const made = resource.made as Made
  const { sources } = work.engine
  if (!provider.update) return made
  const context = contextOf(work, resource.logicalId)
  return provider.update(made, expandReferences(before, sources), expandReferences(after, sources), context)
}

interface Replacing extends Changing {
  readonly old: StackResource
}

const replaceResource = async (work: Work, { resource, old, wanted, provider }: Replacing): Promise<void> => {
  const { engine, stack, signal } = work
  const { logicalId } = resource
  const [name, ...others] = engine.facts(resource.type)?.ref ?? []
  const custom = name !== undefined && !others.length ? wanted[name] : undefined
  try {
    // The new resource is made before the old one goes, so one name cannot serve both.
    if (custom !== undefined && old.type === resource.type && same(old.properties[name as string], custom)) {
      throw new Error(
        `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${String(custom)} and update the stack again.`,
      )
    }
    moveResource(engine, stack, {
      resource,
      status: 'UPDATE_IN_PROGRESS',
      reason: 'Requested update requires the creation of a new physical resource; hence creating one.',
    })
    const making = create(work, { provider, logicalId, properties: wanted })
    const made = await cancellable(making, signal).catch((error: unknown) => {
      resource.unfinished = making.then(
        (late) => void stack.leftovers.push({ ...resource, made: late, properties: wanted, unfinished: undefined }),
        () => undefined,
      )
      throw error
    })
    resource.made = made
    resource.properties = wanted
    resource.attempted = undefined
    stack.leftovers.push(old)
    moveResource(engine, stack, { resource, status: 'UPDATE_IN_PROGRESS', reason: 'Resource creation Initiated' })
    moveResource(engine, stack, { resource, status: 'UPDATE_COMPLETE' })
  } catch (error) {
    const reason = error instanceof Cancelled ? 'Resource update cancelled' : messageOf(error)
    moveResource(engine, stack, { resource, status: 'UPDATE_FAILED', reason })
    throw error
  }
}
