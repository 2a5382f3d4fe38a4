import { masked } from './mask.ts'

const secret = ['password', 'token', 'accessToken', 'refreshToken', 'idToken', 'code', 'confirmationCode', 'email']
  // Cognito's own names begin with capitals, and so may those of headers.
  .flatMap((name) => [name, name.charAt(0).toUpperCase() + name.slice(1)])
  .concat('authorization', 'Authorization', 'cookie', 'Cookie', 'secret')
const header = '["set-cookie"]'

/** What is never written to the log, wherever one would put it. https://getpino.io/#/docs/redaction */
export const redact = {
  paths: [...secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), header, `*${header}`, `*.*${header}`],
  censor: '[redacted]',
}

/** An error for the log: what it is, and none of the values that databases and clients hang on their errors. */
export const serializers = {
  err(error: unknown) {
    if (!(error instanceof Error)) return { type: typeof error, message: masked(String(error)) }
    const { code, constraint, errors } = error as Error & { code?: unknown; constraint?: unknown; errors?: unknown }
    const first = Array.isArray(errors) && errors[0] instanceof Error ? errors[0].message : ''
    return {
      type: error.name,
      message: masked(error.message || first),
      stack: masked(error.stack ?? ''),
      ...(typeof code === 'string' && { reason: code }),
      ...(typeof constraint === 'string' && { constraint }),
    }
  },
}
