import { type Change, type Fault, fault, type StackFile } from '#model'
import type { Clock } from './clock.ts'
import type { Cloud, StackEvent } from './cloud/cloud.ts'
import { isMoving, stands } from './observe.ts'
import { upload } from './upload.ts'

/** How putting a stack ended. */
export interface Put {
  readonly is: 'created' | 'updated' | 'unchanged'
  readonly changes: readonly Change[]
}

/** What putting a stack needs besides the stack. */
export interface Putting {
  readonly cloud: Cloud
  readonly clock: Clock
  /** Names this run's change sets and tokens, so that the same run may be started again. */
  readonly run: string
  readonly says: (text: string) => void
}

const problemOf = (stack: StackFile, events: readonly StackEvent[], status: string): Fault => {
  // The first failure in time is the cause; "cancelled" siblings and the rollback only follow from it.
  const failed = events.filter((event) => event.status.endsWith('_FAILED') && !/cancelled/i.test(event.reason ?? ''))
  const cause = failed.find((event) => event.type !== 'AWS::CloudFormation::Stack') ?? failed[0]
  return fault({
    at: `stack ${stack.name}`,
    code: 'stack-failed',
    says: cause
      ? `${cause.logicalId} (${cause.type}) failed: ${cause.reason ?? 'no reason given'}; the stack is ${status}`
      : `the stack ended as ${status}`,
    fix: `mend the cause and run "launchway deploy" again: it goes on from here (template: ${stack.templatePath})`,
    exit: 1,
  })
}

const isDone = (status: string) => /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)

// Follows a stack to the end of what it is doing. Pauses grow with time: most of what is waited for takes minutes.
const follow = async (to: Putting, stack: StackFile, stackId: string, after?: string) => {
  const seen: StackEvent[] = []
  let last = after
  for (let pause = 200; ; pause = Math.min(pause * 1.3, 4000)) {
    // Status first: events written between the two questions are then read, never missed.
    const now = await to.cloud.stacks.observe(stackId)
    const fresh = await to.cloud.stacks.events(stackId, last)
    for (const event of fresh) {
      if (event.logicalId !== stack.name)
        to.says(`${event.status} ${event.logicalId} ${event.type}${event.reason ? `: ${event.reason}` : ''}`)
    }
    seen.push(...fresh)
    last = fresh.at(-1)?.id ?? last
    if (!isMoving(now)) return { status: now?.status ?? 'DELETE_COMPLETE', events: seen }
    await to.clock.sleep(pause)
  }
}

// A stack whose creation failed can only be removed. It holds nothing but what failed to be made.
const removeFailed = async (to: Putting, stack: StackFile, id: string, status: string) => {
  to.says(`${status}: only removing it is possible; removing it before it is created again`)
  await to.cloud.stacks.remove(id, `${to.run}-remove-${stack.id}`)
  const end = await follow(to, stack, id)
  if (end.status !== 'DELETE_COMPLETE') throw problemOf(stack, end.events, end.status)
}

const settled = async (to: Putting, stack: StackFile) => {
  const found = await to.cloud.stacks.observe(stack.name)
  if (found && isMoving(found)) {
    to.says(`${found.status}: someone else is at it; waiting for the end of that`)
    await follow(to, stack, found.id)
    return to.cloud.stacks.observe(stack.name)
  }
  return found
}

/**
 * Brings one stack to its template through a change set, and follows it to the end. Can be interrupted at any instant
 * and run again: what is under way is waited for, what is done is not done twice.
 */
export const putStack = async (to: Putting, stack: StackFile): Promise<Put> => {
  const found = await settled(to, stack)
  if (found && /^(ROLLBACK_COMPLETE|CREATE_FAILED|ROLLBACK_FAILED|DELETE_FAILED)$/.test(found.status))
    await removeFailed(to, stack, found.id, found.status)
  const kind = stands(found) ? 'update' : 'create'
  const uploaded = await upload(to.cloud, stack, 'replace')
  if (!uploaded)
    throw fault({
      at: `stack ${stack.name}`,
      code: 'bucket-missing',
      says: `the bucket of export "${(stack.templateAt ?? stack.uploads[0] ?? stack.code?.[0])?.bucketExport}" does not exist`,
      fix: 'deploy stack "bootstrap" first: "launchway deploy" does it in order',
      exit: 1,
    })
  const set = await to.cloud.stacks.prepare({ stack, kind, name: `launchway-${to.run}`, ...uploaded })
  if (!set) return { is: 'unchanged', changes: [] }
  const before = (await to.cloud.stacks.events(set.stackId)).at(-1)?.id
  await to.cloud.stacks.execute(set, `${to.run}-${stack.id}`)
  const end = await follow(to, stack, set.stackId, before)
  if (!isDone(end.status)) throw problemOf(stack, end.events, end.status)
  return { is: kind === 'create' ? 'created' : 'updated', changes: set.changes }
}
