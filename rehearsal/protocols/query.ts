// The query protocol: `Action=…` in a form, an XML reply. EC2 has its own dialect of it.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
import type { AwsError, Shape } from '../service.ts'
import type { Reply } from './received.ts'
import { escapeXml, printXml } from './xml.ts'

interface Printed {
  readonly operation: string
  readonly xmlns: string
  readonly requestId: string
  /** True for EC2's dialect: `<item>` lists and no result wrapper. */
  readonly ec2?: boolean
}

const reply = (status: number, requestId: string, xml: string): Reply => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`,
})

/** A successful reply. */
export const printQueryReply = (output: Shape, { operation, xmlns, requestId, ec2 }: Printed): Reply =>
  reply(
    200,
    requestId,
    ec2
      ? `<${operation}Response xmlns="${xmlns}"><requestId>${requestId}</requestId>${printXml(output, 'item')}</${operation}Response>`
      : `<${operation}Response xmlns="${xmlns}"><${operation}Result>${printXml(output)}</${operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
  )

/** A refusal. */
export const printQueryError = (error: AwsError, { xmlns, requestId, ec2 }: Omit<Printed, 'operation'>): Reply => {
  const told = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`
  return reply(
    error.status,
    requestId,
    ec2
      ? `<Response><Errors><Error>${told}</Error></Errors><RequestID>${requestId}</RequestID></Response>`
      : `<ErrorResponse xmlns="${xmlns}"><Error><Type>${error.status < 500 ? 'Sender' : 'Receiver'}</Type>${told}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  )
}
