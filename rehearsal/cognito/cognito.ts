// The local Cognito user pools.
import type { Route } from '../server/route.ts'
import type { Service } from '../service.ts'
import type { World } from '../world.ts'
import { adminOperations } from './admin.ts'
import { challengeOperations } from './challenges.ts'
import { clientOperations } from './clients.ts'
import { findPool } from './find.ts'
import { groupOperations } from './groups.ts'
import { wellKnownRoute } from './issuer.ts'
import { keysOf } from './keys.ts'
import { createOutbox, type Mail } from './mail.ts'
import type { Parts } from './parts.ts'
import { poolOperations } from './pools.ts'
import { type CognitoPorts, noFunctions } from './ports.ts'
import { recoverOperations } from './recover.ts'
import { refreshOperations } from './refresh.ts'
import { cognitoResources } from './resources.ts'
import { selfServiceOperations } from './self-service.ts'
import { signInOperations } from './sign-in.ts'
import { signUpOperations } from './sign-up.ts'
import { createState } from './state.ts'
import { createTriggers } from './triggers.ts'

/** User pools, called in process. */
export interface CognitoApi {
  /** What was sent, newest first; to one address, when told. */
  readonly mails: (to?: string) => readonly Mail[]
  /** The key set of a pool, as its `jwks.json` shows it. */
  readonly jwks: (userPoolId: string) => Promise<{ readonly keys: readonly object[] }>
}

/** The local user pools; `invoke` runs the functions behind their triggers. */
export const cognito = (
  world: World,
  ports: CognitoPorts = noFunctions,
): { readonly service: Service; readonly routes: readonly Route[]; readonly api: CognitoApi } => {
  const outbox = createOutbox(world)
  const state = createState()
  const parts: Parts = { world, state, outbox, trigger: createTriggers(world, ports) }
  return {
    service: {
      name: 'cognito-idp',
      protocol: 'json',
      target: 'AWSCognitoIdentityProviderService',
      operations: {
        ...poolOperations(parts),
        ...clientOperations(parts),
        ...groupOperations(parts),
        ...signUpOperations(parts),
        ...signInOperations(parts),
        ...challengeOperations(parts),
        ...refreshOperations(parts),
        ...recoverOperations(parts),
        ...selfServiceOperations(parts),
        ...adminOperations(parts),
      },
      resources: cognitoResources(parts),
    },
    routes: [outbox.route, wellKnownRoute(world, state)],
    api: {
      mails: outbox.mails,
      jwks: async (userPoolId) => {
        const { access, id } = await keysOf(world, findPool(state, userPoolId))
        return { keys: [id.jwk, access.jwk] }
      },
    },
  }
}
