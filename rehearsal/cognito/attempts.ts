// How often a user may try: the lockout after wrong passwords, and the hourly limits on codes.
import { awsError } from '../service.ts'
import { notAuthorized } from './refusals.ts'
import type { User } from './state.ts'

const quarterHour = 15 * 60_000

/** No failures. */
export const noFailures = { count: 0, until: new Date(0) } as const

/**
 * Refuses a sign-in during a lockout. A lockout is forgotten a quarter of an hour after its end.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow-things-to-know.html
 */
export const checkLockout = (user: User, now: Date): void => {
  const { until } = user.failures
  if (now < until) throw notAuthorized('Password attempts exceeded')
  if (now.getTime() >= until.getTime() + quarterHour) user.failures = noFailures
}

/** Counts a wrong password: from the fifth on the user is locked out for 1, 2, 4… seconds, at most a quarter hour. */
export const countFailure = (user: User, now: Date): void => {
  const count = user.failures.count + 1
  const locked = count < 5 ? 0 : Math.min(1000 * 2 ** (count - 5), quarterHour)
  user.failures = { count, until: new Date(now.getTime() + locked) }
}

/**
 * How often each action may be tried per user and hour; of a documented range, the smaller number.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const perHour = {
  ConfirmSignUp: 15,
  ResendConfirmationCode: 5,
  ForgotPassword: 5,
  ConfirmForgotPassword: 15,
  GetUserAttributeVerificationCode: 5,
  VerifyUserAttribute: 15,
  ChangePassword: 5,
} as const

/** Counts a try of a limited action and refuses one too many. */
export const countAttempt = (user: User, action: keyof typeof perHour, now: Date): void => {
  const hourAgo = now.getTime() - 3_600_000
  const recent = (user.attempts.get(action) ?? []).filter((at) => at.getTime() > hourAgo)
  if (recent.length >= perHour[action]) {
    throw awsError('LimitExceededException', 'Attempt limit exceeded, please try after some time.')
  }
  user.attempts.set(action, [...recent, now])
}
