// awsJson 1.0 and 1.1: the operation in X-Amz-Target, a JSON body, errors told by `__type`.
// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
import { type AwsError, awsError, type Shape } from '../service.ts'
import { printable } from './printable.ts'
import type { Reply } from './received.ts'

/** The service prefix and the operation in an X-Amz-Target header. */
export const parseTarget = (target: string): { readonly prefix: string; readonly operation: string } => {
  const dot = target.lastIndexOf('.')
  return { prefix: target.slice(0, Math.max(dot, 0)), operation: target.slice(dot + 1) }
}

/** The input of a JSON operation; an empty body is an empty input. */
export const parseJsonBody = (body: Buffer): Shape => {
  const text = body.toString('utf8').trim()
  if (!text) return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below: it is no JSON object either way.
  }
  throw awsError('SerializationException', 'the request body is not a JSON object')
}

interface Printed {
  readonly version: '1.0' | '1.1'
  readonly requestId: string
}

/** A successful reply; dates are seconds since 1970, blobs are base64. */
export const printJsonReply = (output: Shape, { version, requestId }: Printed): Reply => ({
  status: 200,
  headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId },
  body: JSON.stringify(printable(output ?? {}, (date) => date.getTime() / 1000)),
})

/** A refusal in the shape every JSON client knows. */
export const printJsonError = (error: AwsError, { version, requestId }: Printed): Reply => ({
  status: error.status,
  headers: {
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': requestId,
    'x-amzn-errortype': error.code,
  },
  body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
})
