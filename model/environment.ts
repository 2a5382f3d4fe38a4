import { type Name, name } from './name.ts'
import { placed } from './place.ts'

/** One place the delivery goes to: an AWS account and region of its own. */
export interface Environment {
  readonly kind: 'environment'
  readonly name: Name<'environment'>
  /** The twelve digits of the AWS account. */
  readonly account: string
  readonly region: string
}

/**
 * An environment: its name, account and region.
 * @example environment('production', { account: '111111111111', region: 'ca-central-1' })
 */
export const environment = (id: string, given: { readonly account: string; readonly region: string }): Environment =>
  placed(
    { kind: 'environment', name: name<'environment'>(id), account: given?.account, region: given?.region },
    environment,
  )
