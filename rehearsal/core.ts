// The services every other one builds on, and CloudFormation on top of all.
import type { IamApi } from './iam/iam.ts'
import { iam } from './iam/iam.ts'
import type { RestHandler } from './protocols/received.ts'
import type { S3Api } from './s3/s3.ts'
import { s3 } from './s3/s3.ts'
import type { SecretsManagerApi } from './secrets-manager/secrets-manager.ts'
import { secretsManager } from './secrets-manager/secrets-manager.ts'
import type { Service } from './service.ts'
import type { SsmApi } from './ssm/ssm.ts'
import { ssm } from './ssm/ssm.ts'
import type { StsApi } from './sts/sts.ts'
import { sts } from './sts/sts.ts'
import type { World } from './world.ts'

/** The in-process side of the core services. */
export interface Core {
  readonly s3: S3Api
  readonly iam: IamApi
  readonly sts: StsApi
  readonly ssm: SsmApi
  readonly secretsManager: SecretsManagerApi
}

/** Makes the core services. */
export const coreServices = (
  world: World,
): {
  readonly core: Core
  readonly services: readonly Service[]
  readonly rest: Readonly<Record<string, RestHandler>>
} => {
  // Presigned URLs are checked against keys that STS issues, once there are any.
  const storage = s3(world, (accessKey) => tokens.api.credentials(accessKey))
  const identities = iam(world)
  const tokens = sts(world, identities.api)
  const parameters = ssm(world)
  const secrets = secretsManager(world)
  return {
    core: { s3: storage.api, iam: identities.api, sts: tokens.api, ssm: parameters.api, secretsManager: secrets.api },
    services: [storage.service, identities.service, tokens.service, parameters.service, secrets.service],
    rest: { s3: storage.rest },
  }
}
