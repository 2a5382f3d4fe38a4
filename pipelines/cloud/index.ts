import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Cloud } from './cloud.ts'
import { executionsOf } from './executions.ts'
import { asking } from './faults.ts'
import { objectsOf } from './objects.ts'
import { sayingUnreachable } from './reachable.ts'
import { servicesOf } from './services.ts'
import { stacksOf } from './stacks.ts'
import { waiting } from './wait.ts'

export type * from './cloud.ts'

/** What the adapter is made from: everything that reaches in from outside. */
export interface CloudGiven {
  readonly region: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly sleep: (milliseconds: number) => Promise<void>
}

/**
 * AWS through the SDK, or whatever AWS_ENDPOINT_URL names. Credentials come from the environment that is given, else
 * from the SDK's own chain (profiles, SSO, roles).
 * Calls are retried with back-off, throttled ones for longer: a deployment outlives a burst.
 */
export const awsCloud = (given: CloudGiven): Cloud => {
  const endpoint = given.env.AWS_ENDPOINT_URL
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = given.env
  const credentials = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken } : undefined
  const config = {
    region: given.region,
    maxAttempts: 8,
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
  }
  const sts = sayingUnreachable(new STSClient(config), config.endpoint)
  return {
    stacks: stacksOf(config, waiting(given.sleep, endpoint ? 200 : 5000)),
    objects: objectsOf({ ...config, ...(endpoint && { forcePathStyle: true }) }),
    executions: executionsOf(config),
    services: servicesOf(config),
    account: () =>
      asking('sts:GetCallerIdentity', async () => (await sts.send(new GetCallerIdentityCommand({}))).Account ?? ''),
  }
}
