import type { Embedded } from './local-aws.generated.js'

/** Calls the local AWS by its protocols, for the services that the app itself has no client of. */
export type AwsCalls = {
  /** `json('AmazonSQS.CreateQueue', …)`: one operation of a service that speaks JSON. */
  json<T = unknown>(target: string, input: object): Promise<T>
  /** One request of a service that speaks REST. */
  rest<T = unknown>(service: string, method: string, path: string, body?: object | string): Promise<T>
}

/** Where a local AWS is, and the keys it knows. */
export type AwsAddress = Pick<Embedded, 'endpoint' | 'region' | 'credentials'>

/** The calls to a local AWS. It reads who signs and for which service, and does not check signatures in headers. */
export function awsCalls({ endpoint, region, credentials }: AwsAddress) {
  const send = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await fetch(endpoint + path, init)
    const text = await response.text()
    if (!response.ok) throw new Error(`the local AWS refused ${init.method} ${path}: ${response.status} ${text}`)
    return (text.startsWith('{') || text.startsWith('"') ? JSON.parse(text) : text) as T
  }
  const calls: AwsCalls = {
    json: (target, input) =>
      send('/', {
        method: 'POST',
        headers: { 'X-Amz-Target': target, 'Content-Type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(input),
      }),
    rest: (service, method, path, body) =>
      send(path, {
        method,
        headers: {
          Authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
  }
  return calls
}
