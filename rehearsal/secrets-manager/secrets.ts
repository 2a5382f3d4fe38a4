// The secrets and their versions. The two newest carry the stages AWSCURRENT and AWSPREVIOUS.
import { awsError } from '../service.ts'
import type { World } from '../world.ts'

/** One value of a secret. */
export interface SecretVersion {
  readonly id: string
  readonly string?: string | undefined
  readonly binary?: string | undefined
  readonly created: Date
  stages: readonly string[]
}

/** A secret; versions are newest first. */
export interface Secret {
  readonly name: string
  readonly arn: string
  readonly created: Date
  description?: string | undefined
  changed: Date
  deleted?: Date | undefined
  readonly versions: SecretVersion[]
}

/** A new value. */
export interface SecretValue {
  readonly string?: string | undefined
  readonly binary?: string | undefined
  readonly id?: string | undefined
  readonly stages?: readonly string[]
}

/** All secrets of the account. */
export interface Secrets {
  readonly all: () => readonly Secret[]
  readonly create: (name: string, value?: SecretValue, description?: string) => Secret
  readonly put: (secret: Secret, value: SecretValue) => SecretVersion
  /** A secret by name, ARN, or ARN without its six random characters. */
  readonly find: (id: string) => Secret
  readonly remove: (secret: Secret) => void
}

/** An empty Secrets Manager. */
export const createSecrets = (world: World): Secrets => {
  const secrets = new Map<string, Secret>()
  const put: Secrets['put'] = (secret, { string, binary, id = world.id(), stages = ['AWSCURRENT'] }) => {
    const version = { id, string, binary, created: world.clock.now(), stages }
    if (stages.includes('AWSCURRENT')) {
      for (const one of secret.versions) {
        const was = one.stages.includes('AWSCURRENT')
        const kept = one.stages.filter((stage) => stage !== 'AWSCURRENT' && stage !== 'AWSPREVIOUS')
        one.stages = was ? [...kept, 'AWSPREVIOUS'] : kept
      }
    }
    secret.versions.unshift(version)
    secret.changed = version.created
    return version
  }
  return {
    all: () => [...secrets.values()],
    put,
    create: (name, value, description) => {
      if (secrets.has(name)) {
        throw awsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`)
      }
      const now = world.clock.now()
      const suffix = world.id().replaceAll('-', '').slice(-6)
      const arn = `arn:aws:secretsmanager:${world.region}:${world.account}:secret:${name}-${suffix}`
      const secret: Secret = { name, arn, created: now, changed: now, description, versions: [] }
      secrets.set(name, secret)
      if (value) put(secret, value)
      return secret
    },
    find: (id) => {
      const found = [...secrets.values()].find(({ name, arn }) => name === id || arn === id || arn.slice(0, -7) === id)
      if (found) return found
      throw awsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
    },
    remove: ({ name }) => void secrets.delete(name),
  }
}

/** One version of a secret, AWSCURRENT unless told otherwise. */
export const versionOf = (
  secret: Secret,
  wanted: { id?: string | undefined; stage?: string | undefined } = {},
): SecretVersion => {
  if (secret.deleted) {
    throw awsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    )
  }
  const stage = wanted.stage ?? (wanted.id ? undefined : 'AWSCURRENT')
  const version = secret.versions.find(
    (one) => (wanted.id ? one.id === wanted.id : true) && (stage ? one.stages.includes(stage) : true),
  )
  if (version) return version
  throw awsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${wanted.id ? `VersionId: ${wanted.id}` : `staging label: ${stage}`}`,
  )
}
