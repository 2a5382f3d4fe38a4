// A call in the JSON protocol without an SDK client: the local AWS does not check signatures, only the service's name.
import { type CommandLine, Refusal } from '../command-line.ts'

export interface JsonCall {
  /** The SigV4 signing name. */
  readonly service: string
  /** X-Amz-Target: `<service>.<operation>`. */
  readonly target: string
  readonly input: unknown
}

/** The URL of the local AWS. */
export const endpoint = ({ env }: CommandLine): string => {
  const url = env.AWS_ENDPOINT_URL
  if (!url) throw new Refusal('AWS_ENDPOINT_URL is not set: this aws works inside a build of the local AWS')
  return url.replace(/\/$/, '')
}

/** The Authorization header by which the local AWS finds the service. */
export const authorization = ({ env }: CommandLine, service: string): string => {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '')
  const scope = `${env.AWS_ACCESS_KEY_ID ?? 'local'}/${day}/${env.AWS_REGION ?? 'us-east-1'}/${service}/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`
}

/** Calls an operation; an error is refused in the words of the AWS command line. */
export const callJson = async (
  line: CommandLine,
  { service, target, input }: JsonCall,
): Promise<Record<string, unknown>> => {
  const operation = target.split('.').at(-1)
  const response = await fetch(endpoint(line), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization: authorization(line, service),
    },
    body: JSON.stringify(input),
  }).catch(() => {
    throw new Refusal(`Could not connect to the endpoint URL: "${endpoint(line)}/"`, 255)
  })
  const body = (await response.json()) as Record<string, unknown>
  if (response.ok) return body
  const code = String(body.__type ?? 'Unknown')
    .split('#')
    .at(-1)
  const message = body.message ?? body.Message ?? ''
  throw new Refusal(`An error occurred (${code}) when calling the ${operation} operation: ${message}`, 254)
}
