// A local AWS with functions and everything that starts them, connected as in a rehearsal.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Capability,
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import type { Clock } from '#rehearsal/clock.ts'
import { dynamodb } from '#rehearsal/dynamodb/dynamodb.ts'
import { type ConnectedFunctions, connectFunctions } from '#rehearsal/functions.ts'
import { logs } from '#rehearsal/logs/logs.ts'
import { type Child, spawnChild } from '#rehearsal/processes/spawn-child.ts'
import type { Notice } from '#rehearsal/world.ts'
import { zipOf } from '../lambda/start-lambda.ts'
import { bundle } from '../processes/bundle.ts'
import { until } from '../processes/until.ts'
import { clientOf, startTestAws } from '../start-local-aws.ts'

/** A template's resources that most of these tests need: the role of functions. */
export const runsRole = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    },
  },
}

/** A function of a template, its code in the bucket `code`. */
export const functionOf = (name: string, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'code', S3Key: `${name}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Timeout: 30,
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    ...more,
  },
})

/** Starts it with the code of functions, by name; `await using` ends every process. */
export const startFunctions = async (
  code: Readonly<Record<string, string>>,
  { clock, speed = 1_000 }: { clock?: Clock; speed?: number } = {},
) => {
  const place = await mkdtemp(join(tmpdir(), 'functions-test-'))
  const runtime = await bundle('rehearsal/lambda/runtime/bootstrap.ts', place)
  const notices: Notice[] = []
  const children: Child[] = []
  const lines: { readonly group: string; readonly line: string }[] = []
  const made: { functions?: ConnectedFunctions } = {}
  const aws = await startTestAws({
    ...(clock && { clock }),
    notice: (notice) => void notices.push(notice),
    services: (world, { core }) => {
      const log = logs(world)
      const tables = dynamodb(world)
      const functions = connectFunctions(world, {
        core,
        logs: {
          ...log.api,
          write: (group, stream, line) => {
            lines.push({ group, line })
            log.api.write(group, stream, line)
          },
        },
        streams: tables.api.streams,
        runtime,
        speed,
        processes: {
          spawn: (request) => {
            const child = spawnChild(request)
            children.push(child)
            return child
          },
        },
      })
      made.functions = functions
      return { services: [log.service, ...tables.services, ...functions.services], rest: functions.rest }
    },
  })
  aws.core.s3.createBucket('code')
  for (const [name, source] of Object.entries(code))
    aws.core.s3.put('code', `${name}.zip`, await zipOf({ 'index.mjs': source }))
  const formation = new CloudFormationClient(clientOf(aws))
  const settled = async (StackName: string) => {
    let status = ''
    let outputs: Record<string, string> = {}
    await until(`stack ${StackName} at rest`, async () => {
      const { Stacks: [stack] = [] } = await formation.send(new DescribeStacksCommand({ StackName }))
      status = stack?.StackStatus ?? ''
      outputs = Object.fromEntries((stack?.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue ?? '']))
      return !status.endsWith('_IN_PROGRESS')
    })
    return { status, outputs }
  }
  const body = (Resources: object, outputs: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({
      Resources,
      Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
    })
  return {
    aws,
    notices,
    children,
    functions: made.functions as ConnectedFunctions,
    /** What a function printed with `console.log(JSON.stringify(…))`. */
    printed: (name: string): readonly unknown[] =>
      lines.flatMap(({ group, line }) => {
        const text = group === `/aws/lambda/${name}` ? /\tINFO\t(\{.*)$/.exec(line)?.[1] : undefined
        return text === undefined ? [] : [JSON.parse(text)]
      }),
    deploy: async (Resources: object, outputs?: Readonly<Record<string, unknown>>) => {
      const TemplateBody = body({ ...runsRole, ...Resources }, outputs)
      await formation.send(new CreateStackCommand({ StackName: 'app', TemplateBody, Capabilities: ['CAPABILITY_IAM'] }))
      return settled('app')
    },
    /** Creates a stack from a whole template. */
    create: async (StackName: string, TemplateBody: string, parameters: Readonly<Record<string, string>> = {}) => {
      const Parameters = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      }))
      const Capabilities: Capability[] = ['CAPABILITY_IAM']
      await formation.send(new CreateStackCommand({ StackName, TemplateBody, Parameters, Capabilities }))
      return settled(StackName)
    },
    update: async (Resources: object, outputs?: Readonly<Record<string, unknown>>) => {
      const TemplateBody = body({ ...runsRole, ...Resources }, outputs)
      await formation.send(new UpdateStackCommand({ StackName: 'app', TemplateBody, Capabilities: ['CAPABILITY_IAM'] }))
      return settled('app')
    },
    remove: async () => {
      const { Stacks: [stack] = [] } = await formation.send(new DescribeStacksCommand({ StackName: 'app' }))
      await formation.send(new DeleteStackCommand({ StackName: 'app' }))
      return settled(stack?.StackId ?? 'app')
    },
    [Symbol.asyncDispose]: async () => {
      await aws[Symbol.asyncDispose]()
      await rm(place, { recursive: true, force: true })
    },
  }
}
