// The part of the local AWS that a program can carry in itself: data, users, objects, queues, events and functions, in
// this very process. No CloudFormation, no containers, no pipelines.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from './clock.ts'
import { zip } from './codebuild/zip.ts'
import { cognito } from './cognito/cognito.ts'
import type { Mail } from './cognito/mail.ts'
import { functionsOf } from './cognito/ports.ts'
import { coreServices } from './core.ts'
import { dynamodb } from './dynamodb/dynamodb.ts'
import { events } from './events/events.ts'
import { type LambdaApi, lambda } from './lambda/lambda.ts'
import { spawnChild } from './processes/spawn-child.ts'
import { createServer, type Listening } from './server/create-server.ts'
import type { Service } from './service.ts'
import { sqs } from './sqs/sqs.ts'
import type { World } from './world.ts'

/** What it is started with. */
export interface EmbeddedOptions {
  /** The source of the program that runs functions, as one file. */
  readonly runtime: string
  /** 0 takes any free port, and is the default. */
  readonly port?: number
  readonly region?: string
  /** Divides the waiting between attempts; 1 unless told. */
  readonly speed?: number
  /** What a function prints. */
  readonly onLine?: (group: string, line: string) => void
  /** What would have been mailed, with the code in it. */
  readonly onMail?: (mail: Mail) => void
}

/** A running one. */
export interface Embedded {
  readonly endpoint: string
  readonly region: string
  readonly account: string
  /** Keys that it knows: requests that are signed or presigned with them are checked. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** The ARN of a role that functions may have. */
  readonly role: string
  readonly mails: (to?: string) => readonly Mail[]
  /** A zip of files by path, as Lambda takes code. */
  readonly zip: (files: Readonly<Record<string, Uint8Array>>) => Promise<Buffer>
  /** Ends listeners and functions and removes what they wrote. Safe to call twice. */
  readonly stop: () => Promise<void>
}

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}

/** Starts it and resolves once it answers. */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const { port = 0, region = 'eu-west-1' } = options
  const home = await mkdtemp(join(tmpdir(), 'local-aws-'))
  const runtime = join(home, 'runtime.mjs')
  await writeFile(runtime, options.runtime)
  const ending = new AbortController()
  let listening: Listening | undefined
  const world: World = {
    account: '111111111111',
    region,
    clock: realClock,
    home,
    env: {},
    id: randomUUID,
    signal: ending.signal,
    notice: ({ from, subject, says }) => {
      if (from === 'cognito-idp') for (const mail of users.api.mails(subject).slice(0, 1)) options.onMail?.(mail)
      else options.onLine?.(from, says)
    },
    endpoint: () => listening?.endpoint ?? '',
  }
  const { core, services, rest } = coreServices(world)
  const role = await roleIn(
    services.find(({ name }) => name === 'iam'),
    world,
  )
  const queues = sqs(world)
  const tables = dynamodb(world)
  const running: { api?: LambdaApi } = {}
  const bus = events(world, {
    invoke: (arn, payload, sourceArn) =>
      running.api?.send(arn, payload, { service: 'events.amazonaws.com', sourceArn, account: world.account }),
    send: queues.api.send,
    queueExists: queues.api.exists,
  })
  const children = new Set<ReturnType<typeof spawnChild>>()
  const functions = lambda(
    world,
    {
      spawn: (request) => {
        const child = spawnChild(request)
        children.add(child)
        void child.exited.then(() => children.delete(child))
        return child
      },
      object: core.s3.get,
      assume: (arn, session) => core.sts.assumeForService(arn, { service: 'lambda.amazonaws.com' }, session),
      log: (group, _stream, line) => options.onLine?.(group, line),
      queues: queues.api,
      putEvent: (event) => void bus.api.put(event),
      streams: tables.api.streams,
    },
    { runtime, ...(options.speed !== undefined && { speed: options.speed }) },
  )
  running.api = functions.api
  const users = cognito(world, functionsOf(functions.api))
  core.s3.announceTo({
    putEvent: (event) => bus.api.put(event),
    invoke: (arn, payload, sourceArn) =>
      functions.api.send(arn, payload, { service: 's3.amazonaws.com', sourceArn, account: world.account }),
  })
  const all = [...services, queues.service, ...tables.services, bus.service, functions.service, users.service]
  // A process that ends without stopping this takes its functions and files with it.
  const leave = () => {
    for (const { pid } of children) if (pid > 0) process.kill(-pid, 'SIGKILL')
    rmSync(home, { recursive: true, force: true })
  }
  process.once('exit', leave)
  const end = async (): Promise<void> => {
    ending.abort()
    await listening?.stop()
    await Promise.all(all.map((service) => service.stop?.()))
    process.off('exit', leave)
    await rm(home, { recursive: true, force: true })
  }
  listening = await createServer({
    world,
    port,
    services: all,
    rest: { ...rest, lambda: functions.rest },
    routes: users.routes,
    principal: core.sts.principal,
  }).catch(async (error: unknown) => {
    await end()
    throw error
  })
  let ended: Promise<void> | undefined
  return {
    endpoint: listening.endpoint,
    region,
    account: world.account,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    role,
    mails: users.api.mails,
    zip: (files) =>
      zip(Object.fromEntries(Object.entries(files).map(([path, data]) => [path, { data, mode: 0o100644 }]))),
    stop: () => {
      ended ??= end()
      return ended
    },
  }
}

const roleIn = async (iam: Service | undefined, { region, account }: World): Promise<string> => {
  const input = { RoleName: 'functions', AssumeRolePolicyDocument: JSON.stringify(trust) }
  const made = await iam?.operations.CreateRole?.(input, { region, account, principal: `arn:aws:iam::${account}:root` })
  return String(made?.Role.Arn)
}
