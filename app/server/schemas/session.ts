import { z } from 'zod'
import {
  type Confirmation,
  limits,
  type NewPassword,
  type SignedIn,
  type SignIn,
  type SignUp,
  type SignUpDone,
} from '../../contract.ts'
import { handleSchema, instantSchema, textOf } from './text.ts'
import { meSchema } from './users.ts'

const email = z.email('must be an email address, like you@example.com').max(254, 'must be at most 254 characters')
const password = z.string('is missing; send a password').min(1, 'must not be blank').max(limits.password)
// What else a password must have is the user pool's to say.
const newPassword = z
  .string('is missing; send a password')
  .min(limits.passwordMin, `must be at least ${limits.passwordMin} characters`)
  .max(limits.password, `must be at most ${limits.password} characters`)
const code = z
  .string('is missing; send the code you were mailed')
  .trim()
  .regex(/^\d{4,10}$/, 'must be the digits you were mailed')

export const signUpSchema: z.ZodType<SignUp> = z.object(
  { email, password: newPassword, handle: handleSchema, displayName: textOf('your name', limits.displayName) },
  'must be a JSON object with "email", "password", "handle" and "displayName"',
)
export const signUpDoneSchema: z.ZodType<SignUpDone> = z.strictObject({ codeSentTo: z.string().nullable() })

export const confirmationSchema: z.ZodType<Confirmation> = z.object(
  { email, code },
  'must be a JSON object with "email" and "code"',
)

/** Whom a code is mailed to. */
export const emailSchema = z.object({ email }, 'must be a JSON object with "email"')

export const signInSchema: z.ZodType<SignIn> = z.object(
  { email, password },
  'must be a JSON object with "email" and "password"',
)
export const newPasswordSchema: z.ZodType<NewPassword> = z.object(
  { email, code, password: newPassword },
  'must be a JSON object with "email", "code" and "password"',
)
export const signOutSchema = z.object({ everywhere: z.boolean().default(false) }).default({ everywhere: false })

export const signedInSchema: z.ZodType<SignedIn> = z.strictObject({
  accessToken: z.string(),
  expiresAt: instantSchema,
  me: meSchema,
})
