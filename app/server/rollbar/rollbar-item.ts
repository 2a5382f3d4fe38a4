import type { Failure } from '../errors.ts'
import { masked } from '../mask.ts'

/** What failed: a request, or the process itself. */
export type Reported = { readonly error: unknown } & Partial<Omit<Failure, 'error'>>

/** Where it failed. */
export type Origin = {
  readonly environment: string
  readonly release: string
  readonly host: string
  readonly at: Date
  readonly uuid: string
}

/**
 * What Rollbar is sent of an error. Of the request it has what cannot hold a secret: no query, no body, no header but
 * those named here, and of the person no more than an id.
 * https://docs.rollbar.com/reference/create-item
 */
export function itemOf(
  { error, status, request, response }: Reported,
  { environment, release, host, at, uuid }: Origin,
) {
  const viewer = response?.locals.viewer as { id: string } | undefined
  return {
    data: {
      environment,
      body: { trace: traceOf(error) },
      level: status === undefined ? 'critical' : status === 500 ? 'error' : 'warning',
      timestamp: Math.floor(at.getTime() / 1000),
      code_version: release,
      platform: process.platform,
      language: 'javascript',
      framework: 'express',
      uuid,
      server: { host },
      ...(request && {
        context: `${request.method} ${request.route?.path ?? 'no route'}`,
        request: {
          url: masked(`${request.protocol}://${request.host}${request.path}`),
          method: request.method,
          headers: Object.fromEntries(
            told.flatMap((name) => {
              const value = request.get(name)
              return value === undefined ? [] : [[name, masked(value.slice(0, 200))]]
            }),
          ),
        },
      }),
      ...(viewer && { person: { id: viewer.id } }),
      ...(status !== undefined && { custom: { status, request: response?.get('X-Request-Id') } }),
    },
  }
}

const told = ['accept', 'content-type', 'content-length', 'user-agent', 'x-amzn-trace-id', 'traceparent']

function traceOf(error: unknown) {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  return { frames: framesOf(String(stack)), exception: { class: name, message: masked(message).slice(0, 1_000) } }
}

/** The calls of a stack, the last one last. Rollbar wants at least one. */
function framesOf(stack: string) {
  const frames = stack.split('\n').flatMap((line) => {
    const [, method, filename, lineno, colno] = /^\s+at (?:(.+?) \()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? []
    return filename ? [{ filename, lineno: Number(lineno), colno: Number(colno), method: method ?? '<anonymous>' }] : []
  })
  return frames.length > 0 ? frames.reverse() : [{ filename: '<unknown>' }]
}
