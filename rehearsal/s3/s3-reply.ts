// Replies in the restXml form of S3.
import type { Reply } from '../protocols/received.ts'
import { escapeXml, printXml } from '../protocols/xml.ts'
import type { AwsError } from '../service.ts'

const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/'

/** A reply without a body. */
export const emptyReply = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-length': '0', ...headers },
  body: '',
})

/** A document whose root element is `root`; lists repeat their element. */
export const xmlReply = (root: string, value: unknown): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${xmlns}">${printXml(value, 'flat')}</${root}>`,
})

/** A refusal. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3ErrorReply = (error: AwsError, resource: string, requestId: string): Reply => ({
  status: error.status,
  headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message><Resource>${escapeXml(resource)}</Resource><RequestId>${requestId}</RequestId></Error>`,
})

/** An HTTP date. */
export const httpDate = (date: Date): string => date.toUTCString()

/** The elements of a request document; `lists` names the elements that may repeat. */
export const parseS3Xml = async (body: Buffer, lists: readonly string[]): Promise<Record<string, unknown>> => {
  const { XMLParser } = await import('fast-xml-parser')
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    isArray: (name) => lists.includes(name),
  })
  const document = parser.parse(body) as Record<string, unknown>
  const root = Object.entries(document).find(([name]) => !name.startsWith('?'))?.[1]
  return typeof root === 'object' && root !== null ? (root as Record<string, unknown>) : {}
}
