// PreventUserExistenceErrors: answers that do not tell whether a user exists.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
import type { Shape } from '../service.ts'
import { deliveryDetails } from './codes.ts'
import type { Client } from './state.ts'

/** True when the client's answers do not tell whether a user exists. */
export const hidesUsers = ({ settings }: Client): boolean => settings.PreventUserExistenceErrors === 'ENABLED'

/** Where a code would have gone, had there been such a user. */
export const simulatedDelivery = (name: string): Shape =>
  deliveryDetails({ attribute: 'email', to: name.includes('@') ? name : `${name || 'u'}@example.com` })
