import type { Changed } from '../changes.ts'
import type { Deps } from '../deps.ts'
import type { Endpoint } from '../endpoint.ts'
import type { Viewers } from '../viewer.ts'
import { activityEndpoints } from './activities.ts'
import { generalEndpoints } from './general.ts'
import { messageEndpoints } from './messages.ts'
import { profileEndpoints } from './profile.ts'
import { reactionEndpoints } from './reactions.ts'
import { sessionEndpoints } from './session.ts'
import { userEndpoints } from './users.ts'

/** Every route of the API. Paths without parameters come before those that would take them for one. */
export const endpointsOf = (deps: Deps, parts: { viewers: Viewers; changed: Changed }): readonly Endpoint[] => [
  ...generalEndpoints(deps),
  ...activityEndpoints(deps, parts.changed),
  ...reactionEndpoints(deps, parts.changed),
  ...userEndpoints(deps),
  ...profileEndpoints(deps, parts),
  ...messageEndpoints(deps, parts.changed),
  ...sessionEndpoints(deps, parts.viewers),
]
