// Uploads by a browser's form: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
import type { Received, Reply } from '../protocols/received.ts'
import { awsError } from '../service.ts'
import { knownCredentials, mismatch } from './check-presigned.ts'
import { checkChecksums } from './checksums.ts'
import { parseFormData } from './form-data.ts'
import { metadataOf, type ObjectRequest } from './objects.ts'
import { checkPolicy } from './post-policy.ts'
import { xmlReply } from './s3-reply.ts'
import { type CredentialsOf, isSame, parseCredential, signatureOf } from './signing-key.ts'

/** Whether a request is such an upload. */
export const isFormUpload = ({ method, headers }: Received): boolean =>
  method === 'POST' && (headers['content-type'] ?? '').startsWith('multipart/form-data')

const checkSigned = (fields: Readonly<Record<string, string>>, credentials: CredentialsOf): void => {
  const { policy } = fields
  const scope = parseCredential(fields['x-amz-credential'] ?? '')
  if (!policy || !scope || fields['x-amz-algorithm'] !== 'AWS4-HMAC-SHA256')
    throw awsError('AccessDenied', 'Access Denied', 403)
  const known = knownCredentials(credentials, scope, fields['x-amz-security-token'])
  if (!isSame(signatureOf(policy, known.secret, scope), fields['x-amz-signature'] ?? '')) throw mismatch()
}

/** PostObject: signed by a policy, answered with 204 unless the form asks for something else. */
export const postObject = (
  { store, world, bucket, received }: Omit<ObjectRequest, 'key'>,
  credentials: CredentialsOf,
): Reply => {
  const form = parseFormData(received.headers['content-type'] ?? '', received.body)
  if (!form)
    throw awsError('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.')
  const { fields, file } = form
  if (!file) throw awsError('InvalidArgument', 'POST requires exactly one file upload per request.')
  if (!fields.key)
    throw awsError(
      'InvalidArgument',
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
    )
  const key = fields.key.replaceAll('$' + '{filename}', file.name)
  checkSigned(fields, credentials)
  checkPolicy(fields.policy ?? '', {
    fields: { ...fields, key, bucket: bucket.name },
    size: file.body.length,
    now: world.clock.now(),
  })
  checkChecksums({ headers: fields, body: file.body })
  const object = store.putObject(bucket, { key, body: file.body, metadata: metadataOf(fields), reason: 'PostObject' })
  const location = `http://${received.headers.host}/${bucket.name}/${encodeURIComponent(key)}`
  const etag = `"${object.etag}"`
  const redirect = fields.success_action_redirect ?? fields.redirect
  if (redirect && URL.canParse(redirect)) {
    const to = new URL(redirect)
    for (const [name, value] of Object.entries({ bucket: bucket.name, key, etag })) to.searchParams.set(name, value)
    return { status: 303, headers: { location: to.href, etag }, body: '' }
  }
  const headers = { etag, location }
  if (fields.success_action_status === '201') {
    const shown = xmlReply('PostResponse', { Location: location, Bucket: bucket.name, Key: key, ETag: etag })
    return { ...shown, status: 201, headers: { ...shown.headers, ...headers } }
  }
  return { status: fields.success_action_status === '200' ? 200 : 204, headers, body: '' }
}
