// Every service of the local AWS beyond the core, each given what it needs of the others.
import { applicationAutoScaling } from './autoscaling/application-autoscaling.ts'
import { type CloudFrontApi, cloudfront } from './cloudfront/cloudfront.ts'
import { codebuild } from './codebuild/codebuild.ts'
import { type CodeConnectionsApi, codeconnections } from './codeconnections/codeconnections.ts'
import { codepipeline } from './codepipeline/codepipeline.ts'
import { type CognitoApi, cognito } from './cognito/cognito.ts'
import type { DynamoDbApi } from './dynamodb/api.ts'
import { dynamodb } from './dynamodb/dynamodb.ts'
import { ecr } from './ecr/ecr.ts'
import { type EcsApi, ecs } from './ecs/ecs.ts'
import { launchProcess } from './ecs/launch-process.ts'
import { type ElbApi, elbv2 } from './elbv2/elbv2.ts'
import { type ConnectedFunctions, connectFunctions } from './functions.ts'
import { type GitHost, gitHost } from './git/git-host.ts'
import { type FindHost, hostsRoute, withLocalUrls } from './hosts.ts'
import { logs } from './logs/logs.ts'
import { freePort, releasePort } from './processes/free-port.ts'
import type { Processes } from './processes/processes.ts'
import { rds } from './rds/rds.ts'
import { secretText, secretValue } from './secret-value.ts'
import type { Added, ServiceParts } from './services.ts'
import type { World } from './world.ts'

/** How the services run. */
export interface AllOptions {
  readonly processes: Processes
  /** The directory with the commands `docker` and `aws` for builds. */
  readonly commands: string
  /** The bundled runtime of functions. */
  readonly functionRuntime: string
  readonly speed: number
  readonly buildEnv: Readonly<Record<string, string>>
}

/** What a rehearsal asks of the inside: where the load balancers listen, what they served, who pushed. */
export interface Inside {
  readonly elb: ElbApi
  readonly cloudfront: CloudFrontApi
  readonly cognito: CognitoApi
  readonly dynamodb: DynamoDbApi
  readonly ecs: EcsApi
  readonly functions: Pick<ConnectedFunctions, 'lambda' | 'queues' | 'events' | 'httpApis'>
  readonly connections: CodeConnectionsApi
  readonly git: GitHost
}

/** Makes all services and connects them. */
export const allServices = (
  world: World,
  { core, cloudformation }: ServiceParts,
  options: AllOptions,
): { readonly added: Added; readonly inside: Inside } => {
  const { processes } = options
  const log = logs(world)
  const balancers = elbv2(world, { speed: options.speed })
  const registry = ecr(world)
  const git = gitHost(world)
  const find: FindHost = (host, port) =>
    balancers.api.urlOf(host, port) ?? edge.api.urlOf(host) ?? functions.httpApis.urlOf(host)
  const start = launchProcess(processes.spawn, world.env.PATH ?? '')
  const containers = ecs(
    world,
    {
      images: {
        pull: async (imageUri) => {
          const { digest, rootfs, config } = await registry.api.pull(imageUri)
          return { digest, rootfs, config: config.config }
        },
      },
      secrets: { resolve: async (valueFrom) => secretValue(core, valueFrom) },
      logs: log.api,
      targets: balancers.api,
      launch: (request) => {
        const env = Object.entries(request.env).map(([name, value]) => [name, withLocalUrls(value, find)])
        return start({ ...request, env: Object.fromEntries(env) })
      },
      freePort,
      releasePort,
      assume: (role, task) =>
        core.sts.assumeForService(role, { service: 'ecs-tasks.amazonaws.com', sourceArn: task.arn }, task.id),
    },
    { speed: options.speed },
  )
  const databases = rds(world, {
    spawn: processes.spawn,
    covers: processes.covers,
    freePort,
    createSecret: core.secretsManager.create,
    deleteSecret: core.secretsManager.remove,
  })
  const objects = {
    get: async (bucket: string, key: string) => core.s3.get(bucket, key),
    put: async (
      bucket: string,
      key: string,
      body: Uint8Array,
      headers: { readonly contentType?: string; readonly cacheControl?: string } = {},
    ) => {
      const metadata = {
        ...(headers.contentType && { 'content-type': headers.contentType }),
        ...(headers.cacheControl && { 'cache-control': headers.cacheControl }),
      }
      core.s3.put(bucket, key, { body: Buffer.from(body), metadata })
    },
  }
  const builds = codebuild(
    world,
    {
      s3: objects,
      logs: log.api,
      ssm: { get: async (name) => core.ssm.get(name) },
      secrets: { get: async (id, version) => secretText(core, id, version) },
      git,
    },
    { commands: options.commands, env: options.buildEnv },
  )
  const edge = cloudfront(world, {
    objects: {
      get: (bucket, key) => {
        const found = core.s3.object(bucket, key)
        return found?.body && { body: found.body, headers: found.metadata, etag: found.etag }
      },
      policy: core.s3.policy,
    },
    // What a browser is told must lead to where this machine listens; all buckets are at the endpoint.
    localUrls: (text) =>
      withLocalUrls(text, (host, port) =>
        /\.s3\.[\w-]+\.amazonaws\.com$/.test(host) ? world.endpoint() : find(host, port),
      ),
    resolveOrigin: (domainName, port) => balancers.api.urlOf(domainName, port) ?? functions.httpApis.urlOf(domainName),
  })
  core.s3.originsBy(edge.api.originsOf)
  const connections = codeconnections(world)
  const tables = dynamodb(world)
  const functions = connectFunctions(world, {
    core,
    processes,
    logs: log.api,
    streams: tables.api.streams,
    runtime: options.functionRuntime,
    speed: options.speed,
  })
  const users = cognito(world, {
    invoke: async (functionArn, event) => {
      const { payload, functionError } = await functions.lambda.invoke(functionArn, JSON.stringify(event), {
        service: 'cognito-idp.amazonaws.com',
        sourceArn: `arn:aws:cognito-idp:${world.region}:${world.account}:userpool/${(event as { userPoolId?: string }).userPoolId}`,
        account: world.account,
      })
      return { payload: JSON.parse(payload) as unknown, functionError }
    },
  })
  const pipelines = codepipeline(world, {
    s3: objects,
    codebuild: builds.api,
    git,
    connections: connections.api,
    ecs: containers.api,
    cloudformation: { run: (action) => cloudformation().run(action) },
  })
  return {
    added: {
      services: [
        log.service,
        balancers.service,
        registry.service,
        containers.service,
        databases.service,
        builds.service,
        ...connections.services,
        pipelines.service,
        edge.service,
        applicationAutoScaling(world).service,
        ...functions.services,
        users.service,
        ...tables.services,
      ],
      rest: { cloudfront: edge.rest, ...functions.rest },
      routes: [
        { prefix: '/v2/', handle: registry.api.handle },
        hostsRoute(find),
        ...users.routes,
        ...containers.routes,
      ],
    },
    inside: {
      elb: balancers.api,
      cloudfront: edge.api,
      cognito: users.api,
      dynamodb: tables.api,
      ecs: containers.api,
      functions,
      connections: connections.api,
      git,
    },
  }
}
