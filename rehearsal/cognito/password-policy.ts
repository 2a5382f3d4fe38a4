import { flagIn } from '../protocols/form.ts'
import { awsError, type Shape } from '../service.ts'
import type { Pool } from './state.ts'

/**
 * The policy of a pool without one.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export const defaultPasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
} as const

/** The password policy of a pool. */
export const passwordPolicyOf = ({ settings }: Pool): Shape =>
  settings.Policies?.PasswordPolicy ?? defaultPasswordPolicy

// The symbols the page lists, and a space that is neither first nor last.
const symbols = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=\S) (?=\S)/

/** Refuses a password the pool's policy does not allow. */
export const checkPassword = (pool: Pool, password: string): void => {
  const policy = passwordPolicyOf(pool)
  const rules: readonly (readonly [broken: boolean, says: string])[] = [
    [password.length < Number(policy.MinimumLength ?? 6), 'Password not long enough'],
    [flagIn(policy.RequireUppercase) && !/[A-Z]/.test(password), 'Password must have uppercase characters'],
    [flagIn(policy.RequireLowercase) && !/[a-z]/.test(password), 'Password must have lowercase characters'],
    [flagIn(policy.RequireNumbers) && !/[0-9]/.test(password), 'Password must have numeric characters'],
    [flagIn(policy.RequireSymbols) && !symbols.test(password), 'Password must have symbol characters'],
  ]
  const broken = rules.find(([is]) => is)
  if (broken) throw awsError('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`)
}
