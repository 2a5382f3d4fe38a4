// The words of a message: the pool's templates, or what its custom message function answers.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
import type { Shape } from '../service.ts'
import type { Parts } from './parts.ts'
import type { Pool } from './state.ts'

/** A message to write; `{####}` stands for its code. */
export interface MessageRequest {
  readonly pool: Pool
  readonly occasion: string
  readonly userName: string
  readonly clientId?: string | undefined
  readonly attributes: Readonly<Record<string, string>>
  readonly clientMetadata?: Shape | undefined
}

/** Subject and text of a message. A custom text without the code is not used (inferred). */
export const messageOf = async (
  { trigger }: Parts,
  { pool, occasion, userName, clientId, attributes, clientMetadata }: MessageRequest,
): Promise<{ readonly subject: string; readonly body: string }> => {
  const invites = occasion === 'AdminCreateUser'
  const usual = invites ? invitationOf(pool) : verificationOf(pool, occasion)
  const custom = await trigger({
    pool,
    name: 'CustomMessage',
    occasion,
    userName,
    clientId,
    request: {
      userAttributes: attributes,
      codeParameter: '{####}',
      usernameParameter: invites ? '{username}' : null,
      ...(clientMetadata && { clientMetadata }),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  })
  const text = typeof custom.emailMessage === 'string' && custom.emailMessage.includes('{####}')
  return {
    subject: typeof custom.emailSubject === 'string' ? custom.emailSubject : usual.subject,
    body: text ? String(custom.emailMessage) : usual.body,
  }
}

const verificationOf = ({ settings }: Pool, occasion: string) => {
  const template = (settings.VerificationMessageTemplate ?? {}) as Shape
  const reset = occasion === 'ForgotPassword'
  return {
    subject: String(
      template.EmailSubject ??
        settings.EmailVerificationSubject ??
        (reset ? 'Your password reset code' : 'Your verification code'),
    ),
    body: String(
      template.EmailMessage ??
        settings.EmailVerificationMessage ??
        (reset ? 'Your password reset code is {####}.' : 'Your confirmation code is {####}.'),
    ),
  }
}

const invitationOf = ({ settings }: Pool) => {
  const template = (settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {}) as Shape
  return {
    subject: String(template.EmailSubject ?? 'Your temporary password'),
    body: String(template.EmailMessage ?? 'Your username is {username} and temporary password is {####}.'),
  }
}
