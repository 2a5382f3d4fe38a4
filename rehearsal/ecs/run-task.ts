// The life of one task: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
import type { Shape } from '../service.ts'
import type { Launched } from './ports.ts'
import { type Prepared, prepareContainer, StartFailure } from './prepare-container.ts'
import { type ContainerCare, runContainer } from './run-container.ts'
import type { Container, Task, TaskStatus } from './state.ts'

/** What running a task needs. */
export interface TaskCare extends Omit<ContainerCare, 'changed'> {
  readonly changed: (task: Task) => void
  /** Aborted when everything stops: nothing is drained any more. */
  readonly signal: AbortSignal
}

const definitionsOf = (task: Task): Shape[] => task.taskDefinition.given.containerDefinitions ?? []

const stopTimeout = (definition: Shape) => Number(definition.stopTimeout ?? 30) * 1_000

/** Runs a task to its end. Never rejects: whatever happens is told by the task's state. */
export const runTask = async (care: TaskCare, task: Task): Promise<void> => {
  const { ports, clock } = care
  const running = new Map<Container, Launched>()
  const changed = () => care.changed(task)
  const to = (status: TaskStatus) => {
    task.lastStatus = status
    changed()
  }
  let ask = () => {}
  const asked = new Promise<void>((resolve) => {
    ask = resolve
  })
  task.halt = (reason) => {
    if (task.stop) return
    task.stop = reason
    task.desiredStatus = 'STOPPED'
    task.stoppingAt = clock.now()
    ask()
    changed()
  }
  const fail = (reason: string) => task.halt({ code: 'TaskFailedToStart', reason, failed: true })
  const halted = () => task.stop !== undefined

  const givePorts = async () => {
    for (const container of task.containers) {
      const definition = definitionsOf(task).find(({ name }) => name === container.name)
      if (definition?.portMappings?.length) container.port = await ports.freePort()
    }
  }

  const prepareAll = async (): Promise<Map<Container, Prepared>> => {
    const prepared = new Map<Container, Prepared>()
    await Promise.all(
      task.containers.map(async (container) => {
        const definition = definitionsOf(task).find(({ name }) => name === container.name)!
        try {
          prepared.set(container, await prepareContainer(ports, definition))
        } catch (error) {
          if (!(error instanceof StartFailure)) throw error
          container.reason = error.message
          container.lastStatus = 'STOPPED'
          if (container.essential) throw error
        }
      }),
    )
    return prepared
  }

  // dependsOn: START, COMPLETE, SUCCESS, HEALTHY (API_ContainerDependency).
  const ready = (definition: Shape): boolean =>
    ((definition.dependsOn ?? []) as Shape[]).every(({ containerName, condition }) => {
      const other = task.containers.find(({ name }) => name === containerName)
      if (condition === 'HEALTHY') return other?.healthStatus === 'HEALTHY'
      if (condition === 'COMPLETE') return other?.lastStatus === 'STOPPED'
      if (condition === 'SUCCESS') return other?.lastStatus === 'STOPPED' && other.exitCode === 0
      return other?.lastStatus !== 'PENDING'
    })

  const startAll = async (prepared: Map<Container, Prepared>) => {
    let waiting = [...prepared.keys()]
    while (waiting.length > 0 && !halted()) {
      let moved = () => {}
      const change = new Promise<void>((resolve) => {
        moved = resolve
      })
      const now = waiting.filter((container) => ready(definitionsOf(task).find(({ name }) => name === container.name)!))
      for (const container of now) {
        const definition = definitionsOf(task).find(({ name }) => name === container.name)!
        const run = { task, container, definition, prepared: prepared.get(container)! }
        const happened = () => {
          moved()
          watch(container)
          changed()
        }
        running.set(container, runContainer({ ...care, changed: happened }, run))
      }
      waiting = waiting.filter((container) => !now.includes(container))
      if (now.length === 0) await Promise.race([change, asked, clock.sleep(1_000)])
    }
  }

  // The end of an essential container, or of one that others need to have succeeded, is the end of the task.
  const watch = (container: Container) => {
    if (container.lastStatus !== 'STOPPED' || halted()) return
    if (container.reason) return fail(container.reason)
    const needed = definitionsOf(task).some(({ dependsOn = [] }) =>
      (dependsOn as Shape[]).some((on) => on.containerName === container.name && on.condition === 'SUCCESS'),
    )
    if (container.essential || (needed && container.exitCode !== 0)) {
      const reason = container.essential
        ? 'Essential container in task exited'
        : `Container ${container.name} did not succeed`
      task.halt({ code: 'EssentialContainerExited', reason, failed: true })
    }
  }

  const start = async () => {
    to('PROVISIONING')
    await givePorts()
    if (halted()) return
    to('PENDING')
    const prepared = await Promise.race([prepareAll(), asked])
    if (halted() || !prepared) return
    to('ACTIVATING')
    await startAll(prepared)
    // A process that cannot be started says so at once; the task then never runs.
    await Promise.resolve()
    if (halted()) return
    for (const entry of task.targets) {
      const port = task.containers.find(({ name }) => name === entry.containerName)?.port ?? 0
      entry.target = { id: '127.0.0.1', port }
      ports.targets.register(entry.targetGroupArn, [entry.target])
    }
    task.startedAt = clock.now()
    to('RUNNING')
  }

  const end = async () => {
    const registered = task.targets.filter(({ target }) => target.port > 0)
    if (task.startedAt && registered.length > 0) {
      to('DEACTIVATING')
      const drained = registered.map((each) => ports.targets.deregister(each.targetGroupArn, [each.target]))
      await Promise.race([Promise.all(drained), aborted])
    }
    if (running.size > 0) to('STOPPING')
    await Promise.all(
      [...running].map(([container, launched]) => {
        const definition = definitionsOf(task).find(({ name }) => name === container.name)!
        launched.stop(care.signal.aborted ? 0 : stopTimeout(definition))
        return launched.exited
      }),
    )
    to('DEPROVISIONING')
    for (const container of task.containers) {
      if (container.port !== undefined) ports.releasePort(container.port)
      container.lastStatus = 'STOPPED'
    }
    task.stoppedAt = clock.now()
    to('STOPPED')
  }

  const over = new AbortController()
  const aborted = new Promise<void>((resolve) => {
    const abort = () => {
      task.halt({ code: 'UserInitiated', reason: 'The local AWS is stopping', failed: false })
      resolve()
    }
    if (care.signal.aborted) abort()
    else care.signal.addEventListener('abort', abort, { once: true, signal: over.signal })
  })
  try {
    await start()
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error))
  }
  await asked
  await end()
  over.abort()
}
