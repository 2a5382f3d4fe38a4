// The environment a build's commands see.
// https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
import { delimiter } from 'node:path'
import type { Buildspec } from './buildspec.ts'
import type { CodeBuildPorts } from './ports.ts'
import type { EnvironmentVariable } from './project.ts'

/** Fails DOWNLOAD_SOURCE with the status code and message that CodeBuild shows. */
export class VariableError extends Error {}

export interface BuildVariables {
  readonly values: Readonly<Record<string, string>>
  /** Values that the logs show as `***`. */
  readonly secrets: readonly string[]
  /** Variables that exported-variables refuses to hand on. */
  readonly secretNames: ReadonlySet<string>
}

/** The value that `secret-id:json-key:version-stage:version-id` names; the id may be an ARN, which has colons itself. */
const secretValue = async (reference: string, { secrets }: CodeBuildPorts): Promise<string> => {
  const arn = /^arn:[^:]*:secretsmanager:[^:]*:\d*:secret:[^:]+/.exec(reference)?.[0]
  const id = arn ?? reference.split(':')[0] ?? ''
  const [key, stage, version] = reference.slice(id.length + 1).split(':')
  const text = await secrets.get(id, version || stage || undefined)
  if (text === undefined) {
    throw new VariableError(
      `Secrets Manager Error Message: ResourceNotFoundException: Secrets Manager can't find the specified secret. (${id})`,
    )
  }
  if (!key) return text
  try {
    const value: unknown = (JSON.parse(text) as Record<string, unknown>)[key]
    if (value !== undefined) return typeof value === 'string' ? value : JSON.stringify(value)
  } catch {
    // Not JSON: the same message as for a missing key.
  }
  throw new VariableError(`Secrets Manager Error Message: key "${key}" does not exist in the JSON of secret ${id}`)
}

const parameterValue = async (name: string, { ssm }: CodeBuildPorts): Promise<string> => {
  const value = await ssm.get(name)
  if (value === undefined)
    throw new VariableError(`Decrypted Variables Error Message: parameter does not exist: ${name}`)
  return value
}

/** All variables in the order of their precedence: the request's win over the project's, the project's over the buildspec's. */
export const buildVariables = async (
  spec: Buildspec,
  given: readonly EnvironmentVariable[],
  ports: CodeBuildPorts,
): Promise<BuildVariables> => {
  const all: EnvironmentVariable[] = [
    ...Object.entries(spec.variables).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })),
    ...Object.entries(spec.parameterStore).map(([name, value]) => ({ name, value, type: 'PARAMETER_STORE' })),
    ...Object.entries(spec.secretsManager).map(([name, value]) => ({ name, value, type: 'SECRETS_MANAGER' })),
    ...given,
  ]
  const values: Record<string, string> = {}
  const secrets = new Map<string, string>()
  for (const { name, value, type } of new Map(all.map((one) => [one.name, one])).values()) {
    if (type === 'SECRETS_MANAGER') values[name] = await secretValue(value, ports)
    else if (type === 'PARAMETER_STORE') values[name] = await parameterValue(value, ports)
    else values[name] = value
    if (type === 'SECRETS_MANAGER' || type === 'PARAMETER_STORE') secrets.set(name, values[name] as string)
  }
  return { values, secrets: [...secrets.values()].filter((one) => one !== ''), secretNames: new Set(secrets.keys()) }
}

export interface MachineFacts {
  readonly endpoint: string
  readonly region: string
  readonly account: string
  readonly home: string
  readonly temporary: string
  readonly commands: string | undefined
  /** Where the `docker` on the PATH keeps its images. */
  readonly images: string
  readonly outer: Readonly<Record<string, string | undefined>>
}

/** What the build image itself sets: a path, a home, the region, credentials and the endpoint of the local AWS. */
export const machineVariables = (facts: MachineFacts): Record<string, string> => ({
  PATH: [facts.commands, facts.outer.PATH ?? '/usr/local/bin:/usr/bin:/bin'].filter(Boolean).join(delimiter),
  HOME: facts.home,
  TMPDIR: facts.temporary,
  LAUNCHWAY_IMAGE_STORE: facts.images,
  LANG: 'C.UTF-8',
  AWS_REGION: facts.region,
  AWS_DEFAULT_REGION: facts.region,
  AWS_ENDPOINT_URL: facts.endpoint,
  AWS_ACCESS_KEY_ID: 'ASIALOCALCODEBUILD00',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_EC2_METADATA_DISABLED: 'true',
})

/** The log line with every secret value replaced. */
export const masked = (line: string, secrets: readonly string[]): string =>
  secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line)
