const secret = [
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'code',
  'email',
  'authorization',
  'cookie',
  'secret',
]

/** What is never written to the log, wherever one would put it. https://getpino.io/#/docs/redaction */
export const redact = {
  paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  censor: '[redacted]',
}
