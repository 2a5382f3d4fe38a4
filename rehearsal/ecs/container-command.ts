// From an OCI image and a container definition to a process of this machine.
import type { Shape } from '../service.ts'
import type { ImageConfig } from './ports.ts'

/** The command of a container: the definition's entry point and command win over the image's, as Docker has it. */
export const containerCommand = (definition: Shape, override: Shape | undefined, config: ImageConfig): string[] => {
  const entryPoint: readonly string[] = definition.entryPoint ?? config.Entrypoint ?? []
  const own: readonly string[] | undefined = override?.command ?? definition.command
  // An entry point of its own makes the image's command void.
  const command = own ?? (definition.entryPoint ? [] : (config.Cmd ?? []))
  return [...entryPoint, ...command]
}

const pairs = (list: readonly Shape[] = []): Record<string, string> =>
  Object.fromEntries(list.map(({ name, value }) => [String(name), String(value ?? '')]))

/** The variables of an image: `NAME=value` strings. */
const imageVariables = (config: ImageConfig): Record<string, string> =>
  Object.fromEntries(
    (config.Env ?? []).map((line) => {
      const at = line.indexOf('=')
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
    }),
  )

/** What a container's environment is made of. */
export interface EnvironmentParts {
  readonly definition: Shape
  readonly override: Shape | undefined
  readonly config: ImageConfig
  readonly secrets: Readonly<Record<string, string>>
  /** What Fargate sets, and what makes the SDK find the local AWS. */
  readonly platform: Readonly<Record<string, string>>
  readonly port: number | undefined
}

/**
 * The environment of a container: image, platform, definition, secrets, override; PORT last, because all tasks share
 * one loopback address here and each needs a port of its own.
 */
export const containerEnvironment = (parts: EnvironmentParts): Record<string, string> => ({
  ...imageVariables(parts.config),
  ...parts.platform,
  ...pairs(parts.definition.environment),
  ...parts.secrets,
  ...pairs(parts.override?.environment),
  ...(parts.port !== undefined && { PORT: String(parts.port) }),
})

/** A health check's command with the local port in the place of the container's. */
export const healthCommand = (check: Shape, containerPort: number | undefined, port: number | undefined): string[] => {
  const [kind, ...rest]: string[] = check.command ?? []
  const local = (text: string) =>
    containerPort === undefined || port === undefined
      ? text
      : text.replace(
          new RegExp(`(localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0):${containerPort}\\b`, 'g'),
          `127.0.0.1:${port}`,
        )
  if (kind === 'CMD-SHELL') return ['/bin/sh', '-c', local(rest.join(' '))]
  return (kind === 'CMD' ? rest : [kind ?? 'true', ...rest]).map(local)
}
