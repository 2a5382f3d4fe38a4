// Presigned URLs, really verified: the signature, the time, the signed headers.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
import type { Received } from '../protocols/received.ts'
import { awsError } from '../service.ts'
import {
  type CredentialsOf,
  isSame,
  type KnownCredentials,
  parseAmzDate,
  parseCredential,
  type Scope,
  sha256,
  signatureOf,
} from './signing-key.ts'

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

const canonicalPath = (path: string): string =>
  path
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/')

const canonicalQuery = (query: URLSearchParams): string =>
  [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')

const canonicalRequest = ({ method, path, query, headers }: Received, signed: readonly string[]): string => {
  const values = signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
  const payload = headers['x-amz-content-sha256'] ?? query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD'
  return [method, canonicalPath(path), canonicalQuery(query), values.join(''), signed.join(';'), payload].join('\n')
}

const parameters = (message: string) => awsError('AuthorizationQueryParametersError', message)
const denied = (message: string) => awsError('AccessDenied', message, 403)

/** The credentials of a scope, or the error S3 gives for a key it does not know. */
export const knownCredentials = (
  credentials: CredentialsOf,
  scope: Scope,
  token: string | undefined,
): KnownCredentials => {
  const known = credentials(scope.accessKey)
  if (!known)
    throw awsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403)
  if (known.token !== undefined && known.token !== token)
    throw awsError('InvalidToken', 'The provided token is malformed or otherwise invalid.')
  return known
}

/** The refusal of a signature. */
export const mismatch = () =>
  awsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  )

const week = 604_800
const skew = 900_000

const checkTime = (query: URLSearchParams, date: Date, now: Date): void => {
  const expires = Number(query.get('X-Amz-Expires'))
  if (!Number.isInteger(expires)) throw parameters('X-Amz-Expires should be a number')
  if (expires < 0) throw parameters('X-Amz-Expires must be non-negative')
  if (expires > week)
    throw parameters(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    )
  if (date.getTime() > now.getTime() + skew) throw denied('Request is not valid yet')
  if (now.getTime() > date.getTime() + expires * 1_000) throw denied('Request has expired')
}

/** Throws what S3 answers unless the URL was signed by who it says, for this request, and still holds. */
export const checkPresigned = (received: Received, credentials: CredentialsOf, now: Date): void => {
  const { query, headers } = received
  for (const name of [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ]) {
    if (!query.get(name))
      throw parameters(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      )
  }
  const scope = parseCredential(query.get('X-Amz-Credential') ?? '')
  const date = parseAmzDate(query.get('X-Amz-Date') ?? '')
  if (scope?.service !== 's3')
    throw parameters(
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    )
  if (!date || !(query.get('X-Amz-Date') ?? '').startsWith(scope.day))
    throw parameters("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  const known = knownCredentials(credentials, scope, query.get('X-Amz-Security-Token') ?? undefined)
  checkTime(query, date, now)
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';')
  const unsigned = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signed.includes(name),
  )
  if (!signed.includes('host') || unsigned.length > 0)
    throw denied('There were headers present in the request which were not signed')
  const { day, region } = scope
  const text = `AWS4-HMAC-SHA256\n${query.get('X-Amz-Date')}\n${day}/${region}/s3/aws4_request\n${sha256(canonicalRequest(received, signed))}`
  if (!isSame(signatureOf(text, known.secret, scope), query.get('X-Amz-Signature') ?? '')) throw mismatch()
}

/**
 * A presigned request with the headers that its URL carries in their place: x-amz-meta-…, x-amz-tagging. A checksum in
 * the URL is not looked at (aws/aws-sdk#480, localstack/localstack#12169); one in a signed header is.
 */
export const unfolded = (received: Received): Received => {
  const carried = [...received.query]
    .filter(([name]) => /^x-amz-(?!checksum-|sdk-)/.test(name))
    .map(([name, value]) => [name, value] as const)
  return { ...received, headers: { ...Object.fromEntries(carried), ...received.headers } }
}
