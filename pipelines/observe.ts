import type { Change, LiveStack, StackFile } from '#model'
import type { ChangeSet, Cloud } from './cloud/cloud.ts'
import type { Manifest } from './manifest.ts'
import { upload } from './upload.ts'

/** What is seen of one stack: what stands there, and what CloudFormation says it would change. */
export interface Seen {
  readonly stack?: LiveStack
  /** Undefined when CloudFormation cannot be asked yet: something it imports does not exist. */
  readonly changes?: readonly Change[]
  /** True when its template is too long for a request, and the bucket that would hold it does not exist. */
  readonly needsBucket?: boolean
}

/** What is seen of an environment, by stack name. */
export type Live = ReadonlyMap<string, Seen>

/** True for a stack that stands: its exports can be imported, and it can be updated. */
export const stands = (stack: LiveStack | undefined): stack is LiveStack =>
  stack !== undefined && !/^(REVIEW_IN_PROGRESS|CREATE_IN_PROGRESS|CREATE_FAILED|ROLLBACK_|DELETE_)/.test(stack.status)

/** True while CloudFormation works on a stack: until it ends, nothing can be asked of it. */
export const isMoving = (stack: LiveStack | undefined): boolean =>
  stack?.status.endsWith('_IN_PROGRESS') === true && stack.status !== 'REVIEW_IN_PROGRESS'

const discard = async (cloud: Cloud, stack: StackFile, set: ChangeSet, before: LiveStack | undefined) => {
  await cloud.stacks.discard(set)
  // Making the change set of a new stack leaves a stack without resources: only the one this very run made is removed.
  if (before !== undefined) return
  const now = await cloud.stacks.observe(stack.name)
  if (now?.status === 'REVIEW_IN_PROGRESS' && now.id === set.stackId)
    await cloud.stacks.remove(set.stackId, `preview-${stack.id}`)
}

/**
 * Looks at every stack of an environment at once, and has CloudFormation say what each would change. Changes nothing:
 * change sets carry this run's own name and are removed again, and no stack that stood before is touched.
 */
export const observe = async (cloud: Cloud, manifest: Manifest, run: string): Promise<Live> => {
  const stacks = await Promise.all(
    manifest.stacks.map(async (stack) => [stack, await cloud.stacks.observe(stack.name)] as const),
  )
  const live = new Map(stacks.map(([stack, seen]) => [stack.name, seen]))
  const bucketStands = stands(live.get(manifest.stacks.find(({ id }) => id === 'bootstrap')?.name ?? ''))
  const seen = await Promise.all(
    stacks.map(async ([stack, before]): Promise<readonly [string, Seen]> => {
      const here = before && { stack: before }
      const askable =
        stack.needs.every((need) => stands(live.get(need))) &&
        (before === undefined || before.status === 'REVIEW_IN_PROGRESS' || (stands(before) && !isMoving(before)))
      const uploaded = askable ? await upload(cloud, stack, 'add') : undefined
      if (!uploaded) return [stack.name, { ...here, ...(stack.templateAt && !bucketStands && { needsBucket: true }) }]
      const kind = stands(before) ? 'update' : 'create'
      const isNew = before === undefined
      const set = await cloud.stacks.prepare({ stack, kind, name: `launchway-preview-${run}`, isNew, ...uploaded })
      if (set) await discard(cloud, stack, set, before)
      return [stack.name, { ...here, changes: set?.changes ?? [] }]
    }),
  )
  return new Map(seen)
}
