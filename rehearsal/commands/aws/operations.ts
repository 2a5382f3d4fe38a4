// The operations that build scripts call, each with its options and what it sends.
import {
  CloudFormationClient,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ListExportsCommand,
} from '@aws-sdk/client-cloudformation'
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  UpdateServiceCommand,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs'
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { type CommandLine, Refusal } from '../command-line.ts'
import { type AwsArguments, has, required, value } from './arguments.ts'
import { authorization, callJson, endpoint } from './call-json.ts'

export interface AwsOperation {
  readonly options: readonly string[]
  /** What it prints: an object as JSON, a string as it is, nothing when undefined. */
  readonly run: (given: AwsArguments, line: CommandLine) => Promise<unknown>
}

const settings = (line: CommandLine) => ({ endpoint: endpoint(line) })
const ssm = (line: CommandLine) => new SSMClient(settings(line))
const ecs = (line: CommandLine) => new ECSClient(settings(line))
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))

const ecrTarget = (operation: string) => ({
  service: 'ecr',
  target: `AmazonEC2ContainerRegistry_V20150921.${operation}`,
})

/** `imageTag=v1 imageDigest=sha256:…` as objects. */
const shorthand = (all: readonly string[] = []) =>
  all.map((text) =>
    Object.fromEntries(
      text.split(',').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
    ),
  )

const cloudfront = async (line: CommandLine, path: string, body?: string): Promise<string> => {
  const response = await fetch(`${endpoint(line)}/2020-05-31/distribution/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/xml', authorization: authorization(line, 'cloudfront') },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  if (response.ok) return text
  const [code, message] = ['Code', 'Message'].map((tag) => new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(text)?.[1])
  throw new Refusal(`An error occurred (${code ?? response.status}) when calling CloudFront: ${message ?? text}`, 254)
}

const element = (xml: string, name: string) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? ''

const invalidation = (xml: string) => ({
  Invalidation: { Id: element(xml, 'Id'), Status: element(xml, 'Status'), CreateTime: element(xml, 'CreateTime') },
})

/** The known operations by `<service> <operation>`. */
export const operations: Readonly<Record<string, AwsOperation>> = {
  'ecr get-login-password': {
    options: [],
    run: async (_, line) => {
      const reply = await callJson(line, { ...ecrTarget('GetAuthorizationToken'), input: {} })
      const [data] = reply.authorizationData as { authorizationToken: string }[]
      return Buffer.from(data?.authorizationToken ?? '', 'base64')
        .toString()
        .replace(/^AWS:/, '')
    },
  },
  'ecr describe-images': {
    options: ['registry-id', 'repository-name', 'image-ids'],
    run: (given, line) => {
      const ids = given.options['image-ids']
      const input = { repositoryName: required(given, 'repository-name'), ...(ids ? { imageIds: shorthand(ids) } : {}) }
      return callJson(line, { ...ecrTarget('DescribeImages'), input })
    },
  },
  'ecr batch-get-image': {
    options: ['registry-id', 'repository-name', 'image-ids'],
    run: (given, line) => {
      const input = {
        repositoryName: required(given, 'repository-name'),
        imageIds: shorthand(given.options['image-ids']),
      }
      return callJson(line, { ...ecrTarget('BatchGetImage'), input })
    },
  },
  'ecr put-image': {
    options: ['repository-name', 'image-tag', 'image-manifest', 'image-manifest-media-type'],
    run: (given, line) => {
      const input = {
        repositoryName: required(given, 'repository-name'),
        imageTag: value(given, 'image-tag'),
        imageManifest: required(given, 'image-manifest'),
        imageManifestMediaType: value(given, 'image-manifest-media-type'),
      }
      return callJson(line, { ...ecrTarget('PutImage'), input })
    },
  },
  'ecr describe-repositories': {
    options: ['repository-names'],
    run: (given, line) => {
      const names = given.options['repository-names']
      return callJson(line, { ...ecrTarget('DescribeRepositories'), input: names ? { repositoryNames: names } : {} })
    },
  },
  'secretsmanager get-secret-value': {
    options: ['secret-id', 'version-stage', 'version-id'],
    run: (given, line) => {
      const stage = value(given, 'version-stage')
      const input = { SecretId: required(given, 'secret-id'), ...(stage ? { VersionStage: stage } : {}) }
      return callJson(line, { service: 'secretsmanager', target: 'secretsmanager.GetSecretValue', input })
    },
  },
  'ssm put-parameter': {
    options: ['name', 'value', 'type', 'overwrite', 'no-overwrite', 'description', 'tier'],
    run: (given, line) =>
      ssm(line).send(
        new PutParameterCommand({
          Name: required(given, 'name'),
          Value: required(given, 'value'),
          Type: value(given, 'type') as 'String' | undefined,
          Overwrite: has(given, 'overwrite'),
          Description: value(given, 'description'),
        }),
      ),
  },
  'ssm get-parameter': {
    options: ['name', 'with-decryption'],
    run: (given, line) =>
      ssm(line).send(
        new GetParameterCommand({ Name: required(given, 'name'), WithDecryption: has(given, 'with-decryption') }),
      ),
  },
  'ssm get-parameters-by-path': {
    options: ['path', 'recursive', 'with-decryption'],
    run: (given, line) =>
      ssm(line).send(
        new GetParametersByPathCommand({ Path: required(given, 'path'), Recursive: has(given, 'recursive') }),
      ),
  },
  'ssm delete-parameter': {
    options: ['name'],
    run: async (given, line) => {
      await ssm(line).send(new DeleteParameterCommand({ Name: required(given, 'name') }))
      return undefined
    },
  },
  'ecs update-service': {
    options: ['cluster', 'service', 'force-new-deployment', 'task-definition', 'desired-count'],
    run: (given, line) =>
      ecs(line).send(
        new UpdateServiceCommand({
          cluster: value(given, 'cluster'),
          service: required(given, 'service'),
          taskDefinition: value(given, 'task-definition'),
          desiredCount: number(value(given, 'desired-count')),
          forceNewDeployment: has(given, 'force-new-deployment'),
        }),
      ),
  },
  'ecs describe-services': {
    options: ['cluster', 'services'],
    run: (given, line) =>
      ecs(line).send(
        new DescribeServicesCommand({
          cluster: value(given, 'cluster'),
          services: [...(given.options.services ?? [])],
        }),
      ),
  },
  'ecs describe-task-definition': {
    options: ['task-definition'],
    run: (given, line) =>
      ecs(line).send(new DescribeTaskDefinitionCommand({ taskDefinition: required(given, 'task-definition') })),
  },
  'ecs wait': {
    options: ['cluster', 'services'],
    run: async (given, line) => {
      if (given.positionals[0] !== 'services-stable')
        throw new Refusal('aws ecs wait: known here: services-stable', 252)
      const input = { cluster: value(given, 'cluster'), services: [...(given.options.services ?? [])] }
      const waiter = { client: ecs(line), maxWaitTime: 600, minDelay: 1, maxDelay: 3 }
      await waitUntilServicesStable(waiter, input).catch((error: Error) => {
        throw new Refusal(`Waiter ServicesStable failed: ${error.message}`, 255)
      })
      return undefined
    },
  },
  'cloudfront create-invalidation': {
    options: ['distribution-id', 'paths'],
    run: async (given, line) => {
      const paths = given.options.paths ?? []
      const items = paths
        .map((path) => `<Path>${path.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</Path>`)
        .join('')
      const batch = `<Paths><Quantity>${paths.length}</Quantity><Items>${items}</Items></Paths>`
      const body = `<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">${batch}<CallerReference>cli-${Date.now()}</CallerReference></InvalidationBatch>`
      return invalidation(await cloudfront(line, `${required(given, 'distribution-id')}/invalidation`, body))
    },
  },
  'cloudfront wait': {
    options: ['distribution-id', 'id'],
    run: async (given, line) => {
      // An invalidation of the local CloudFront is complete as soon as it exists.
      await cloudfront(line, `${required(given, 'distribution-id')}/invalidation/${required(given, 'id')}`)
      return undefined
    },
  },
  'sts get-caller-identity': {
    options: [],
    run: (_, line) => new STSClient(settings(line)).send(new GetCallerIdentityCommand({})),
  },
  'cloudformation describe-stacks': {
    options: ['stack-name'],
    run: (given, line) =>
      new CloudFormationClient(settings(line)).send(
        new DescribeStacksCommand({ StackName: value(given, 'stack-name') }),
      ),
  },
  'cloudformation describe-change-set': {
    options: ['stack-name', 'change-set-name'],
    run: (given, line) =>
      new CloudFormationClient(settings(line)).send(
        new DescribeChangeSetCommand({
          StackName: value(given, 'stack-name'),
          ChangeSetName: required(given, 'change-set-name'),
        }),
      ),
  },
  'cloudformation list-exports': {
    options: [],
    run: (_, line) => new CloudFormationClient(settings(line)).send(new ListExportsCommand({})),
  },
}
