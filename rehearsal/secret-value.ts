import type { Core } from './core.ts'

/**
 * The value behind a `valueFrom`: `arn:…:secret:<name>[:<json key>[:<stage>[:<version>]]]`, or the ARN or name of a
 * parameter. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export const secretValue = (
  { secretsManager, ssm }: Pick<Core, 'secretsManager' | 'ssm'>,
  valueFrom: string,
): string => {
  const parts = valueFrom.split(':')
  if (parts[2] === 'secretsmanager') {
    const [key, stage, id] = parts.slice(7)
    return secretsManager.resolve(parts.slice(0, 7).join(':'), key || undefined, {
      ...(stage && { stage }),
      ...(id && { id }),
    })
  }
  const name =
    parts[2] === 'ssm'
      ? parts
          .slice(5)
          .join(':')
          .replace(/^parameter/, '')
      : valueFrom
  const value = ssm.get(name) ?? ssm.get(name.replace(/^\//, ''))
  if (value === undefined) throw new Error(`ParameterNotFound: ${name}`)
  return value
}

/** The whole text of a secret, or undefined when there is none. `version` is a stage or a version id. */
export const secretText = (
  { secretsManager }: Pick<Core, 'secretsManager'>,
  id: string,
  version?: string,
): string | undefined => {
  try {
    const at = version === undefined ? {} : /^AWS[A-Z]+$/.test(version) ? { stage: version } : { id: version }
    return secretsManager.resolve(id, undefined, at)
  } catch {
    return undefined
  }
}
