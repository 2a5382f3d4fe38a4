// Runs the actions of a stage: groups by runOrder, one group after the other, the actions of a group at the same time.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html
import type { World } from '../world.ts'
import type { ActionOutcome, ActionProvider } from './action.ts'
import { type ActionDeclaration, artifactBucket, type StageDeclaration } from './declaration.ts'
import type { ActionExecution, Execution } from './execution.ts'
import { resolveVariables, UnknownVariable } from './variables.ts'

export interface ArtifactStore {
  readonly get: (bucket: string, key: string) => Promise<Uint8Array | undefined>
  readonly put: (bucket: string, key: string, body: Uint8Array) => Promise<void>
}

export interface StageRun {
  readonly world: World
  readonly store: ArtifactStore
  readonly provider: (action: ActionDeclaration) => ActionProvider | undefined
  /** Called whenever something that a reader sees has changed. */
  readonly changed: () => void
}

const loadInputs = async (execution: Execution, action: ActionDeclaration, { store }: StageRun) =>
  Promise.all(
    action.inputArtifacts.map(async ({ name }) => {
      const stored = execution.artifacts.get(name)
      const bytes = stored && (await store.get(stored.bucket, stored.key))
      if (!bytes) throw new Error(`Input artifact "${name}" does not exist: the action that outputs it stored no file`)
      return { name, bytes }
    }),
  )

const keep = async (
  execution: Execution,
  action: ActionDeclaration,
  outcome: ActionOutcome,
  { world, store }: StageRun,
) => {
  const bucket = artifactBucket(execution.declaration, world.region)
  const short = (text: string, length: number) => text.replace(/[^\w-]/g, '').slice(0, length)
  for (const { name } of action.outputArtifacts) {
    const body = outcome.outputs?.[name]
    if (!body) continue
    const key = `${short(execution.declaration.name, 20)}/${short(name, 10)}/${short(world.id().replaceAll('-', ''), 32).slice(-7)}`
    await store.put(bucket, key, body)
    execution.artifacts.set(name, { bucket, key })
  }
}

const runAction = async (
  execution: Execution,
  stage: StageDeclaration,
  action: ActionDeclaration,
  run: StageRun,
): Promise<boolean> => {
  const { world } = run
  const record: ActionExecution = {
    id: world.id(),
    stage: stage.name,
    action: action.name,
    status: 'InProgress',
    startTime: world.clock.now(),
    lastUpdate: world.clock.now(),
    configuration: action.configuration,
    inputs: action.inputArtifacts.map((one) => one.name),
    outputs: action.outputArtifacts.map((one) => one.name),
    variables: {},
    shown: {},
  }
  execution.actions.set(`${stage.name}/${action.name}`, record)
  execution.history.push(record)
  const subject = `${execution.declaration.name}/${stage.name}/${action.name}`
  world.notice({ from: 'codepipeline', subject, says: 'InProgress' })
  run.changed()
  const over = new AbortController()
  const done = new AbortController()
  const minutes = action.timeoutInMinutes
  if (minutes) {
    void world.clock.sleep(minutes * 60_000, done.signal).then(() => {
      if (!done.signal.aborted) over.abort('TIMED_OUT')
    })
  }
  const signal = AbortSignal.any([execution.abandon.signal, over.signal, world.signal])
  const outcome = await (async (): Promise<ActionOutcome> => {
    try {
      const resolve = (text: string) => resolveVariables(text, execution.namespaces)
      const entries = Object.entries(action.configuration).map(([key, value]) => [key, resolve(value)])
      const configuration: Record<string, string> = Object.fromEntries(entries)
      record.configuration = configuration
      const provider = run.provider(action)
      if (!provider) {
        const { category, owner, provider: name } = action.actionTypeId
        return {
          status: 'Failed',
          error: {
            code: 'ConfigurationError',
            message: `Action type ${category}/${owner}/${name} is not known to the local CodePipeline`,
          },
        }
      }
      return await provider({
        pipeline: execution.declaration.name,
        executionId: execution.id,
        stage: stage.name,
        action,
        configuration,
        resolve,
        inputs: await loadInputs(execution, action, run),
        wanted: execution.wanted.get(action.name),
        sourceRevision: execution.revisions[0]?.id,
        signal,
        progress: (progress) => {
          record.shown = { ...record.shown, ...progress }
          record.lastUpdate = world.clock.now()
          run.changed()
        },
      })
    } catch (error) {
      const code = error instanceof UnknownVariable ? 'ConfigurationError' : 'JobFailed'
      return { status: 'Failed', error: { code, message: error instanceof Error ? error.message : String(error) } }
    }
  })()
  done.abort()
  if (outcome.status === 'Succeeded') await keep(execution, action, outcome, run)
  record.lastUpdate = world.clock.now()
  record.variables = outcome.variables ?? {}
  if (outcome.summary) record.shown = { ...record.shown, summary: outcome.summary }
  const timedOut = over.signal.aborted && outcome.status === 'Failed'
  const abandoned = (execution.abandon.signal.aborted || world.signal.aborted) && outcome.status === 'Failed'
  record.status = abandoned ? 'Abandoned' : outcome.status
  const timeout = { code: 'JobTimedOut', message: `The action did not complete within ${minutes} minutes` }
  const error = timedOut ? timeout : outcome.error
  if (error) record.error = error
  if (outcome.status === 'Succeeded') {
    if (action.namespace) execution.namespaces.set(action.namespace, record.variables)
    if (outcome.revision) {
      record.revision = { action: action.name, ...outcome.revision }
      execution.revisions.push(record.revision)
    }
  }
  world.notice({ from: 'codepipeline', subject, says: error ? `${record.status}: ${error.message}` : record.status })
  run.changed()
  return record.status === 'Succeeded'
}

/** Runs a stage's actions; the ones in `skip` have succeeded before. True when all have succeeded. */
export const runStage = async (
  execution: Execution,
  stage: StageDeclaration,
  run: StageRun,
  skip: ReadonlySet<string> = new Set(),
): Promise<boolean> => {
  const orders = [...new Set(stage.actions.map((action) => action.runOrder))].sort((a, b) => a - b)
  for (const order of orders) {
    if (execution.status === 'Stopping' || execution.abandon.signal.aborted) return false
    const group = stage.actions.filter((action) => action.runOrder === order && !skip.has(action.name))
    const results = await Promise.all(group.map((action) => runAction(execution, stage, action, run)))
    if (results.includes(false)) return false
  }
  return true
}
