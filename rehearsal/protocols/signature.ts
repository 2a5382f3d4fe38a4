// Which service a request is for, read from its SigV4 credential scope. The signature itself is not verified.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import type { Received } from './received.ts'

/** The credential scope of a signed request: `<access key>/<date>/<region>/<service>/aws4_request`. */
export interface CredentialScope {
  readonly accessKey: string
  readonly region: string
  readonly service: string
}

/** The credential scope in the Authorization header or in a presigned URL; undefined for an unsigned request. */
export const credentialScopeOf = ({
  headers,
  query,
}: Pick<Received, 'headers' | 'query'>): CredentialScope | undefined => {
  const credential = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential')
  const parts = credential?.split('/') ?? []
  if (parts.length < 5) return undefined
  const [service = '', region = ''] = [parts.at(-2), parts.at(-3)]
  return { accessKey: parts.slice(0, -4).join('/'), region, service }
}
