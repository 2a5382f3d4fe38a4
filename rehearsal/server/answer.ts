// From a received request to the reply: find the service and the operation, call it, print what it gives or throws.
import { parseForm } from '../protocols/form.ts'
import { parseJsonBody, parseTarget, printJsonError, printJsonReply } from '../protocols/json.ts'
import { printQueryError, printQueryReply } from '../protocols/query.ts'
import type { Received, Reply, RestHandler } from '../protocols/received.ts'
import { credentialScopeOf } from '../protocols/signature.ts'
import { AwsError, awsError, type Call, type Operation, type Service } from '../service.ts'
import type { World } from '../world.ts'

/** What requests are answered from. */
export interface Answering {
  readonly world: World
  readonly services: readonly Service[]
  /** Services with a REST protocol, by signing name. */
  readonly rest: Readonly<Record<string, RestHandler>>
  /** The ARN behind an access key; the account's root for keys nobody issued. */
  readonly principal: (accessKey: string | undefined) => string
}

/** The reply to one request. Nothing that a caller can cause is a 5xx: SDKs would retry it. */
export const answer = async (received: Received, answering: Answering): Promise<Reply> => {
  const scope = credentialScopeOf(received)
  const { world } = answering
  const call: Call = {
    region: scope?.region ?? world.region,
    account: world.account,
    principal: answering.principal(scope?.accessKey),
  }
  const target = received.headers['x-amz-target']
  if (target !== undefined) return answerJson(received, { ...answering, call, target })
  const form = (received.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  if (form && received.method === 'POST') return answerQuery(received, { ...answering, call, service: scope?.service })
  const name = scope?.service ?? (virtualHosted(received) || received.path.length > 1 ? 's3' : '')
  const handler = answering.rest[name]
  if (handler) return handler(received, call)
  if (!scope) return about(answering)
  return printQueryError(unknownService(scope.service, answering), { xmlns: '', requestId: world.id() })
}

const virtualHosted = ({ headers }: Received): boolean => /\.s3[.-]/.test(headers.host ?? '')

interface Json extends Answering {
  readonly call: Call
  readonly target: string
}

const answerJson = async (received: Received, { world, services, call, target, ...rest }: Json): Promise<Reply> => {
  const { prefix, operation } = parseTarget(target)
  const service = services.find((one) => one.protocol === 'json' && one.target === prefix)
  const printed = { version: service?.version ?? '1.1', requestId: world.id() } as const
  try {
    if (!service) throw unknownService(prefix, { world, services, ...rest })
    const known = operationOf(service, operation)
    if (!known) throw awsError('UnknownOperationException', missing(service, operation))
    return printJsonReply(await known(parseJsonBody(received.body), call), printed)
  } catch (error) {
    return printJsonError(refusalOf(error, world, prefix), printed)
  }
}

interface Query extends Answering {
  readonly call: Call
  readonly service: string | undefined
}

const answerQuery = async (received: Received, { world, services, call, service: name = '', ...rest }: Query) => {
  const form = new URLSearchParams(received.body.toString('utf8'))
  const operation = form.get('Action') ?? ''
  const service =
    services.find((one) => one.protocol === 'query' && one.name === name) ?? unsigned(services, name, operation)
  const printed = { xmlns: service?.target ?? '', requestId: world.id(), ec2: service?.name === 'ec2' }
  try {
    if (!service) throw unknownService(name || operation, { world, services, ...rest })
    const known = operationOf(service, operation)
    if (!known) throw awsError('InvalidAction', missing(service, operation))
    return printQueryReply((await known(parseForm(form), call)) ?? {}, { ...printed, operation })
  } catch (error) {
    return printQueryError(refusalOf(error, world, name), printed)
  }
}

// AssumeRoleWithWebIdentity is called before there are credentials, so its request carries no signature.
const unsigned = (services: readonly Service[], name: string, operation: string): Service | undefined =>
  name ? undefined : services.find((one) => one.protocol === 'query' && operationOf(one, operation))

const operationOf = ({ operations }: Service, name: string): Operation | undefined =>
  Object.hasOwn(operations, name) ? operations[name] : undefined

const missing = ({ name, operations }: Service, operation: string): string =>
  `the local AWS has no operation "${operation}" in ${name}; it has ${Object.keys(operations).sort().join(', ')}`

const unknownService = (name: string, { services, rest }: Omit<Answering, 'principal'>): AwsError =>
  awsError(
    'UnknownService',
    `the local AWS has no service "${name}"; it has ${[...services.map((one) => one.name), ...Object.keys(rest)].sort().join(', ')}`,
  )

/** What a thrown value becomes on the wire; what is no AwsError is a fault of the local AWS, and noticed. */
export const refusalOf = (error: unknown, world: World, subject: string): AwsError => {
  if (error instanceof AwsError) return error
  const message = error instanceof Error ? error.message : String(error)
  world.notice({
    from: 'local-aws',
    subject,
    says: `internal failure: ${error instanceof Error ? error.stack : message}`,
  })
  return awsError('InternalFailure', message, 500)
}

const about = ({ world, services, rest }: Answering): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(
    {
      name: 'Launchway local AWS',
      account: world.account,
      region: world.region,
      services: [...services.map(({ name }) => name), ...Object.keys(rest)].sort(),
      use: `export AWS_ENDPOINT_URL=${world.endpoint()} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=${world.region}`,
    },
    null,
    2,
  )}\n`,
})
