import { handlePattern, lengthOf, limits } from '../../contract.ts'

/** What is wrong with a field, in a sentence; nothing when it is right. */
export type Check = (value: string) => string | undefined

/** An address that a code can be sent to. */
export const email: Check = (value) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim()) ? undefined : 'Write your email address, like name@example.com.'

/** A new password. */
export const newPassword: Check = (value) => {
  if (value.length < limits.passwordMin) return `Use at least ${limits.passwordMin} characters.`
  return value.length > limits.password ? `Use at most ${limits.password} characters.` : undefined
}

/** A password one already has: only the server knows. */
export const password: Check = (value) => (value ? undefined : 'Write your password.')

/** The code of an email. */
export const code: Check = (value) =>
  /^\d{6}$/.test(value.trim()) ? undefined : 'Write the six digits of the code we sent you.'

/** A handle. */
export const handle: Check = (value) =>
  handlePattern.test(value.trim().replace(/^@/, ''))
    ? undefined
    : `Use 1 to ${limits.handle} letters, digits or underscores.`

/** A name to be shown. */
export const displayName: Check = (value) => {
  if (!value.trim()) return 'Write the name that others will see.'
  return lengthOf(value.trim()) > limits.displayName ? `Use at most ${limits.displayName} characters.` : undefined
}

/** All fields that are wrong. */
export const checked = (
  values: Readonly<Record<string, string>>,
  checks: Readonly<Record<string, Check>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(checks).flatMap(([name, check]) => {
      const wrong = check(values[name] ?? '')
      return wrong ? [[name, wrong]] : []
    }),
  )
