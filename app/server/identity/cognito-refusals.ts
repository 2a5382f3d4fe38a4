import type { Problem } from '../../contract.ts'
import { Refusal, refusals } from '../problem.ts'

const field = (path: string, message: string) => ({ errors: [{ path, message }] })
const unusable = 'What you sent cannot be used'

/** What the user pool refuses, by the name of its error, in words a person can use. */
const known: Readonly<Record<string, Problem>> = {
  UsernameExistsException: {
    title: 'There is an account with this email already',
    status: 409,
    code: 'email-taken',
    ...field('email', 'has an account already; sign in, or recover the password'),
  },
  NotAuthorizedException: { title: 'Email or password is wrong', status: 401, code: 'wrong-credentials' },
  UserNotFoundException: { title: 'Email or password is wrong', status: 401, code: 'wrong-credentials' },
  UserNotConfirmedException: { title: 'Confirm your email address first', status: 403, code: 'not-confirmed' },
  PasswordResetRequiredException: { title: 'Set a new password first', status: 403, code: 'password-refused' },
  CodeMismatchException: {
    title: unusable,
    status: 422,
    code: 'wrong-code',
    ...field('code', 'is not the one that was mailed'),
  },
  ExpiredCodeException: {
    title: unusable,
    status: 422,
    code: 'expired-code',
    ...field('code', 'has expired; ask for a new one'),
  },
  InvalidPasswordException: {
    title: unusable,
    status: 422,
    code: 'password-refused',
    ...field('password', 'needs a lower-case and an upper-case letter, a digit and a symbol, 12 characters in all'),
  },
  InvalidParameterException: { title: unusable, status: 422, code: 'invalid' },
  UserLambdaValidationException: { title: 'This account cannot be made', status: 422, code: 'invalid' },
  LimitExceededException: { title: 'That was often; try again later', status: 429, code: 'too-many-requests' },
  TooManyRequestsException: {
    title: 'That was a lot at once; try again in a minute',
    status: 429,
    code: 'too-many-requests',
  },
  TooManyFailedAttemptsException: {
    title: 'That failed too often; try again later',
    status: 429,
    code: 'too-many-requests',
  },
}

/** Whether an error has one of these names. */
export const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name)

/** What a call gives, its refusals in our words, `special` ones first; the user pool that does not answer is unavailable. */
export async function translated<T>(
  call: () => Promise<T>,
  special: Readonly<Record<string, Problem>> = {},
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    const problem = error instanceof Error ? (special[error.name] ?? known[error.name]) : undefined
    if (problem) throw new Refusal(problem)
    const refusal = refusals.unavailable('Signing in does not work right now; try again')
    refusal.cause = error
    throw refusal
  }
}

const spent: Problem = {
  title: unusable,
  status: 422,
  code: 'wrong-code',
  ...field('code', 'cannot be used; ask for a new one, or sign in'),
}

/** Where a code is given, nobody's password is wrong: the account is confirmed already, or is not there. */
export const whereCodeIsGiven = {
  NotAuthorizedException: spent,
  UserNotFoundException: spent,
  AliasExistsException: spent,
}
