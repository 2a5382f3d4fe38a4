// A local AWS with the local Lambda, its processes, and stand-ins for what is around it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateFunctionCommand, InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda'
import type { Clock } from '#rehearsal/clock.ts'
import { zip } from '#rehearsal/codebuild/zip.ts'
import { type LambdaApi, lambda } from '#rehearsal/lambda/lambda.ts'
import type { LambdaPorts } from '#rehearsal/lambda/ports.ts'
import { type Child, spawnChild } from '#rehearsal/processes/spawn-child.ts'
import { bundle } from '../processes/bundle.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

/** A function's zip, from its files. */
export const zipOf = (files: Readonly<Record<string, string>>): Promise<Buffer> =>
  zip(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, { data: Buffer.from(text), mode: 0o100644 }]),
    ),
  )

/** The role every function of these tests has. */
export const role = 'arn:aws:iam::111111111111:role/runs'

/** A message that went to a queue. */
export interface Sent {
  readonly queue: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Starts it; `await using` ends every process. */
export const startLambda = async (options: { clock?: Clock; ports?: Partial<LambdaPorts> } = {}) => {
  const place = await mkdtemp(join(tmpdir(), 'lambda-test-'))
  const runtime = await bundle('rehearsal/lambda/runtime/bootstrap.ts', place)
  const lines: string[] = []
  const notices: string[] = []
  const streams = new Set<string>()
  const sent: Sent[] = []
  const children: Child[] = []
  const started: { api?: LambdaApi } = {}
  const ports: LambdaPorts = {
    spawn: (request) => {
      const child = spawnChild(request)
      children.push(child)
      return child
    },
    object: () => undefined,
    assume: (arn) =>
      arn === role ? { accessKeyId: 'ASIAROLE', secretAccessKey: 'secret', sessionToken: 'token' } : undefined,
    log: (group, stream, line) => {
      lines.push(line)
      streams.add(`${group} ${stream}`)
    },
    queues: {
      send: (queue, body, attributes = {}) => void sent.push({ queue, body, attributes }),
      receive: () => [],
      remove: () => {},
      onMessages: () => () => {},
      exists: () => true,
    },
    putEvent: () => {},
    streams: { exists: () => true, records: () => [], latest: () => undefined, onRecords: () => () => {} },
    ...options.ports,
  }
  const aws = await startTestAws({
    ...(options.clock && { clock: options.clock }),
    notice: ({ says }) => void notices.push(says),
    services: (world) => {
      const made = lambda(world, ports, { runtime })
      started.api = made.api
      return { services: [made.service], rest: { lambda: made.rest } }
    },
  })
  const client = new LambdaClient(clientOf(aws))
  const create = async (FunctionName: string, source: string, more: object = {}) =>
    client.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: role,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: await zipOf({ 'index.mjs': source }) },
        ...more,
      }),
    )
  const invoke = async (FunctionName: string, event: unknown = {}, more: Partial<InvokeCommandInput> = {}) => {
    const given = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...more }))
    const text = given.Payload?.transformToString()
    return { ...given, result: text ? JSON.parse(text) : undefined }
  }
  return {
    aws,
    client,
    api: started.api as LambdaApi,
    create,
    invoke,
    lines,
    notices,
    streams,
    sent,
    children,
    [Symbol.asyncDispose]: async () => {
      await aws[Symbol.asyncDispose]()
      await rm(place, { recursive: true, force: true })
    },
  }
}
