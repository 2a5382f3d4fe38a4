import type { Value } from '#model/value.ts'
import { pseudo, sub } from '../template/intrinsics.ts'

/** The one change set that a pipeline makes of a stack: a newer one replaces it. */
export const changeSetName = 'launchway-pipeline' as const

/** The role that CloudFormation takes, by its name in the account. */
export const roleArnOf = (name: string): Value<'text'> =>
  sub`arn:${pseudo.partition}:iam::${pseudo.account}:role/${name}`
