// Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** What a credential scope names: `<access key>/20260101/eu-west-1/s3/aws4_request`. */
export interface Scope {
  readonly accessKey: string
  readonly day: string
  readonly region: string
  readonly service: string
}

/** Reads a credential; undefined for what is none. */
export const parseCredential = (text: string): Scope | undefined => {
  const parts = text.split('/')
  const [end, service, region, day] = [parts.at(-1), parts.at(-2), parts.at(-3), parts.at(-4)]
  if (parts.length < 5 || end !== 'aws4_request' || !service || !region || !day) return undefined
  return { accessKey: parts.slice(0, -4).join('/'), day, region, service }
}

/** The signature of a text. */
export const signatureOf = (text: string, secret: string, { day, region, service }: Scope): string => {
  const key = [region, service, 'aws4_request'].reduce<Buffer>(
    (before, part) => hmac(before, part),
    hmac(`AWS4${secret}`, day),
  )
  return hmac(key, text).toString('hex')
}

/** The SHA-256 of a text in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Whether two signatures are the same. */
export const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** The time in an `X-Amz-Date`: 20260101T000000Z. */
export const parseAmzDate = (text: string): Date | undefined => {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  return year === undefined ? undefined : new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** A secret and, for temporary credentials, the token that goes with it. */
export interface KnownCredentials {
  readonly secret: string
  readonly token?: string
}

/** The credentials behind an access key; undefined for a key nobody knows. */
export type CredentialsOf = (accessKey: string) => KnownCredentials | undefined
