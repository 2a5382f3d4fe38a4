// Everything that can go wrong before a container starts: its image, its secrets, its log group.
import type { Shape } from '../service.ts'
import type { EcsPorts, PulledImage } from './ports.ts'

/** Why a task cannot start; the message is the task's `stoppedReason`. */
export class StartFailure extends Error {}

/** What a container needs before it starts. */
export interface Prepared {
  readonly image: PulledImage
  readonly secrets: Readonly<Record<string, string>>
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

const pull = async (ports: EcsPorts, image: string): Promise<PulledImage> => {
  try {
    return await ports.images.pull(image)
  } catch (error) {
    const message = messageOf(error).replace(/^CannotPullContainerError: /, '')
    throw new StartFailure(`CannotPullContainerError: ${message.includes(image) ? message : `${image}: ${message}`}`)
  }
}

const resolveSecrets = async (ports: EcsPorts, list: readonly Shape[] = []): Promise<Record<string, string>> => {
  const resolved = list.map(async ({ name, valueFrom }) => {
    try {
      return [String(name), await ports.secrets.resolve(String(valueFrom))] as const
    } catch (error) {
      throw new StartFailure(
        `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${valueFrom}: ${messageOf(error)}`,
      )
    }
  })
  return Object.fromEntries(await Promise.all(resolved))
}

const checkLogs = (ports: EcsPorts, definition: Shape) => {
  const { logDriver, options = {} } = definition.logConfiguration ?? {}
  const group = options['awslogs-group']
  if (logDriver !== 'awslogs' || !group || ports.logs.exists(group)) return
  if (options['awslogs-create-group'] === 'true') ports.logs.createGroup(group)
  else {
    throw new StartFailure(
      `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist: ${group}`,
    )
  }
}

/** Pulls the image, reads the secrets and finds the log group of a container. Throws `StartFailure`. */
export const prepareContainer = async (ports: EcsPorts, definition: Shape): Promise<Prepared> => {
  checkLogs(ports, definition)
  const [secrets, image] = await Promise.all([
    resolveSecrets(ports, definition.secrets),
    pull(ports, String(definition.image)),
  ])
  return { image, secrets }
}
