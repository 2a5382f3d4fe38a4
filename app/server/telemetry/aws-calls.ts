import { type Context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'

type Args = { readonly input: object }
type Result = { readonly output: object }
type Step = (args: Args) => Promise<Result>
type Named = { readonly clientName?: string; readonly commandName?: string }

/** What is needed of a client of the AWS SDK. https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/middleware-stack.html */
export type AwsClient = {
  readonly middlewareStack: {
    add(
      middleware: (next: Step, context: Named) => Step,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void
  }
}

/** What watching takes; `active` is the span that the asking code runs in. */
export type Watching = { readonly tracer: Tracer; readonly active: () => Context | undefined }

/**
 * A span for each command of a client, its attempts together. Of what is asked only the table is told.
 * https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/
 */
export const awsCallsWatched =
  ({ tracer, active }: Watching) =>
  (client: AwsClient): void =>
    client.middlewareStack.add(
      (next, { clientName = '', commandName = '' }) =>
        async (args) => {
          const context = active()
          if (!context || !trace.getSpan(context)?.isRecording()) return next(args)
          const [service, method] = [clientName.replace(/Client$/, ''), commandName.replace(/Command$/, '')]
          const span = tracer.startSpan(
            `${service}.${method}`,
            { kind: SpanKind.CLIENT, attributes: { ...askedOf(service, args.input), 'rpc.method': method } },
            context,
          )
          try {
            const result = await next(args)
            answered(span, result.output)
            return result
          } catch (error) {
            answered(span, error)
            const name = error instanceof Error ? error.name : 'error'
            span.setAttribute('error.type', name).setStatus({ code: SpanStatusCode.ERROR, message: name })
            throw error
          } finally {
            span.end()
          }
        },
      { step: 'initialize', name: 'telemetry' },
    )

function askedOf(service: string, input: object) {
  const { TableName, TransactItems } = input as { TableName?: unknown; TransactItems?: readonly object[] }
  const named = [
    { TableName },
    ...(TransactItems ?? []).flatMap((item) => Object.values(item) as { TableName?: unknown }[]),
  ]
  const tables = new Set(named.flatMap((one) => (typeof one?.TableName === 'string' ? [one.TableName] : [])))
  return {
    'rpc.system': 'aws-api',
    'rpc.service': service,
    ...(service === 'DynamoDB' && { 'db.system.name': 'aws.dynamodb', 'aws.dynamodb.table_names': [...tables] }),
  }
}

function answered(span: Span, output: unknown): void {
  const { $metadata: said } = (output ?? {}) as { $metadata?: { httpStatusCode?: number; requestId?: string } }
  if (said?.httpStatusCode) span.setAttribute('http.response.status_code', said.httpStatusCode)
  if (said?.requestId) span.setAttribute('aws.request_id', said.requestId)
}
