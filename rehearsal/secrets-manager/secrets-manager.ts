// Secrets Manager. Values are kept as they are; nothing is encrypted and nothing rotates.
import { awsError, type Operation, type ResourceProvider, type Service, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import { generatePassword, generateSecretString } from './generate-password.ts'
import { createSecrets, type Secret, type Secrets, versionOf } from './secrets.ts'

/** Secrets, called in process. */
export interface SecretsManagerApi {
  /** The value of a secret, or of one key of it when it is JSON. Throws AWS's error when it is not there. */
  readonly resolve: (
    idOrArn: string,
    jsonKey?: string,
    version?: { id?: string | undefined; stage?: string | undefined },
  ) => string
  /** Makes a secret and gives its ARN. */
  readonly create: (name: string, value: string) => string
  readonly put: (idOrArn: string, value: string) => void
  readonly remove: (idOrArn: string) => void
}

/** The local Secrets Manager. */
export const secretsManager = (world: World): { readonly service: Service; readonly api: SecretsManagerApi } => {
  const secrets = createSecrets(world)
  return {
    service: {
      name: 'secretsmanager',
      protocol: 'json',
      target: 'secretsmanager',
      operations: operationsOf(secrets, world),
      resources: { 'AWS::SecretsManager::Secret': secretProvider(secrets, world) },
    },
    api: {
      resolve: (idOrArn, jsonKey, version) => {
        const { string = '' } = versionOf(secrets.find(idOrArn), version)
        return jsonKey ? keyOf(string, jsonKey) : string
      },
      create: (name, value) => secrets.create(name, { string: value }).arn,
      put: (idOrArn, value) => void secrets.put(secrets.find(idOrArn), { string: value }),
      remove: (idOrArn) => secrets.remove(secrets.find(idOrArn)),
    },
  }
}

const keyOf = (text: string, key: string): string => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw awsError('InvalidRequestException', 'the secret is not JSON, so it has no keys')
  }
  const found = (value as Shape | null)?.[key]
  if (found === undefined)
    throw awsError('InvalidRequestException', `Could not find a value associated with JSONKey ${key} in SecretString`)
  return typeof found === 'string' ? found : JSON.stringify(found)
}

const secretProvider = (secrets: Secrets, world: World): ResourceProvider => {
  const valueOfProperties = ({ SecretString, GenerateSecretString }: Shape): string | undefined =>
    SecretString !== undefined
      ? String(SecretString)
      : GenerateSecretString && generateSecretString(GenerateSecretString as Shape, world.id())
  return {
    create: async (properties, { physicalName }) => {
      const value = valueOfProperties(properties)
      const name = String(properties.Name ?? physicalName(512))
      const { arn } = secrets.create(name, value === undefined ? undefined : { string: value }, properties.Description)
      return { physicalId: arn, attributes: { Id: arn } }
    },
    update: async (made, before, after) => {
      const secret = secrets.find(made.physicalId)
      secret.description = after.Description
      const changed = ['SecretString', 'GenerateSecretString'].some(
        (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
      )
      const value = changed ? valueOfProperties(after) : undefined
      if (value !== undefined) secrets.put(secret, { string: value })
      return made
    },
    remove: async ({ physicalId }) => secrets.remove(secrets.find(physicalId)),
  }
}

const described = (secret: Secret): Shape => ({
  ARN: secret.arn,
  Name: secret.name,
  Description: secret.description,
  CreatedDate: secret.created,
  LastChangedDate: secret.changed,
  DeletedDate: secret.deleted,
})

const stagesOf = (secret: Secret): Record<string, readonly string[]> =>
  Object.fromEntries(secret.versions.filter(({ stages }) => stages.length).map(({ id, stages }) => [id, stages]))

const operationsOf = (secrets: Secrets, world: World): Readonly<Record<string, Operation>> => {
  const valueIn = ({ SecretString, SecretBinary, ClientRequestToken, VersionStages }: Shape) => ({
    string: SecretString as string | undefined,
    binary: SecretBinary as string | undefined,
    id: ClientRequestToken as string | undefined,
    ...(VersionStages ? { stages: VersionStages as readonly string[] } : {}),
  })
  return {
    CreateSecret: (input) => {
      const has = input.SecretString !== undefined || input.SecretBinary !== undefined
      const secret = secrets.create(String(input.Name), has ? valueIn(input) : undefined, input.Description)
      return { ARN: secret.arn, Name: secret.name, VersionId: secret.versions[0]?.id }
    },
    GetSecretValue: ({ SecretId, VersionId, VersionStage }) => {
      const secret = secrets.find(String(SecretId))
      const version = versionOf(secret, { id: VersionId, stage: VersionStage })
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        SecretString: version.string,
        SecretBinary: version.binary,
        VersionStages: version.stages,
        CreatedDate: version.created,
      }
    },
    PutSecretValue: (input) => {
      const secret = secrets.find(String(input.SecretId))
      const version = secrets.put(secret, valueIn(input))
      return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages }
    },
    UpdateSecret: (input) => {
      const secret = secrets.find(String(input.SecretId))
      if (input.Description !== undefined) secret.description = input.Description
      const has = input.SecretString !== undefined || input.SecretBinary !== undefined
      const version = has ? secrets.put(secret, valueIn(input)) : undefined
      return { ARN: secret.arn, Name: secret.name, VersionId: version?.id }
    },
    DescribeSecret: ({ SecretId }) => {
      const secret = secrets.find(String(SecretId))
      return { ...described(secret), VersionIdsToStages: stagesOf(secret), Tags: [] }
    },
    ListSecrets: () => ({
      SecretList: secrets.all().map((secret) => ({ ...described(secret), SecretVersionsToStages: stagesOf(secret) })),
    }),
    DeleteSecret: ({ SecretId, ForceDeleteWithoutRecovery, RecoveryWindowInDays = 30 }) => {
      const secret = secrets.find(String(SecretId))
      const days = ForceDeleteWithoutRecovery === true ? 0 : Number(RecoveryWindowInDays)
      secret.deleted = new Date(world.clock.now().getTime() + days * 86_400_000)
      if (!days) secrets.remove(secret)
      return { ARN: secret.arn, Name: secret.name, DeletionDate: secret.deleted }
    },
    RestoreSecret: ({ SecretId }) => {
      const secret = secrets.find(String(SecretId))
      secret.deleted = undefined
      return { ARN: secret.arn, Name: secret.name }
    },
    GetRandomPassword: (input) => ({ RandomPassword: generatePassword(input, world.id()) }),
    TagResource: () => ({}),
    UntagResource: () => ({}),
    GetResourcePolicy: ({ SecretId }) => {
      const secret = secrets.find(String(SecretId))
      return { ARN: secret.arn, Name: secret.name }
    },
  }
}
