import { awsError, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { EcsState, TaskDefinition } from './state.ts'

const clientError = (message: string) => awsError('ClientException', message)

// CPU units and the memory (MiB) each allows: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
const memoryFor: Readonly<Record<number, (memory: number) => boolean>> = {
  256: (memory) => [512, 1024, 2048].includes(memory),
  512: (memory) => memory >= 1024 && memory <= 4096 && memory % 1024 === 0,
  1024: (memory) => memory >= 2048 && memory <= 8192 && memory % 1024 === 0,
  2048: (memory) => memory >= 4096 && memory <= 16384 && memory % 1024 === 0,
  4096: (memory) => memory >= 8192 && memory <= 30720 && memory % 1024 === 0,
  8192: (memory) => memory >= 16384 && memory <= 61440 && memory % 4096 === 0,
  16384: (memory) => memory >= 32768 && memory <= 122880 && memory % 8192 === 0,
}

/** Refuses what ECS refuses in a task definition. */
const checkTaskDefinition = (given: Shape): void => {
  if (!/^[\w-]{1,255}$/.test(given.family ?? ''))
    throw clientError(`Family contains invalid characters: ${given.family}`)
  const containers: Shape[] = given.containerDefinitions ?? []
  if (containers.length === 0) throw clientError('Container list cannot be empty.')
  if (!containers.some((container) => container.essential ?? true)) {
    throw clientError('Invalid setting for container. At least one container must be essential.')
  }
  const names = containers.map((container) => container.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw clientError(`Container name should be unique across containers: ${twice}`)
  for (const { name, image } of containers) {
    if (!image) throw clientError(`Container.image should not be null or empty: ${name}`)
  }
  if (!given.requiresCompatibilities?.includes('FARGATE')) return
  if (given.networkMode !== 'awsvpc') throw clientError(`Fargate only supports network mode ‘awsvpc’.`)
  const [cpu, memory] = [Number(given.cpu), Number(given.memory)]
  if (!memoryFor[cpu]?.(memory)) {
    throw clientError(`No Fargate configuration exists for given values: ${given.cpu} CPU, ${given.memory} memory.`)
  }
}

/** Registers the next revision of a family. */
export const registerTaskDefinition = (world: World, state: EcsState, given: Shape): TaskDefinition => {
  checkTaskDefinition(given)
  const revisions = state.taskDefinitions.get(given.family) ?? []
  const revision = revisions.length + 1
  const definition: TaskDefinition = {
    arn: `arn:aws:ecs:${world.region}:${world.account}:task-definition/${given.family}:${revision}`,
    family: given.family,
    revision,
    given,
    registeredAt: world.clock.now(),
    status: 'ACTIVE',
  }
  state.taskDefinitions.set(given.family, [...revisions, definition])
  return definition
}

/** Finds a task definition by ARN, `family:revision`, or `family` (its newest active revision). */
export const taskDefinitionOf = (state: EcsState, reference: unknown): TaskDefinition => {
  const [family = '', revision] = String(reference)
    .replace(/^.*task-definition\//, '')
    .split(':')
  const revisions = state.taskDefinitions.get(family) ?? []
  const found = revision
    ? revisions.find((one) => one.revision === Number(revision))
    : revisions.filter((one) => one.status === 'ACTIVE').at(-1)
  if (!found) throw clientError('Unable to describe task definition.')
  return found
}
