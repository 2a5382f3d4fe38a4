import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  waitUntilServicesStable,
} from '@aws-sdk/client-ecs'
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EcsApi, ecs } from '../../../rehearsal/ecs/ecs.ts'
import { launchProcess } from '../../../rehearsal/ecs/launch-process.ts'
import { type ElbApi, elbv2 } from '../../../rehearsal/elbv2/elbv2.ts'
import { type LocalAws, startLocalAws } from '../../../rehearsal/local-aws.ts'
import { logs } from '../../../rehearsal/logs/logs.ts'
import { findMarked } from '../../../rehearsal/processes/find-marked.ts'
import { freePort, releasePort } from '../../../rehearsal/processes/free-port.ts'
import { type Processes, processes } from '../../../rehearsal/processes/processes.ts'
import type { Service } from '../../../rehearsal/service.ts'
import { bundle } from '../processes/bundle.ts'
import { make } from '../processes/sample-world.ts'
import { until } from '../processes/until.ts'

// The app of the images: answers its version after a moment, closes politely on SIGTERM.
const app = `
const { createServer } = require('node:http')
const version = require('./version.json')
if (version === 'crashes') { console.error('cannot find the database'); process.exit(7) }
const server = createServer((req, res) => {
  if (req.url === '/health') return res.writeHead(version === 'sick' ? 500 : 200).end()
  if (req.url === '/role')
    return fetch(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI).then((got) => got.text()).then((text) => res.end(text))
  setTimeout(() => res.end(version + ' ' + process.env.GREETING), 5)
})
server.listen(process.env.PORT, '127.0.0.1', () => console.log(version + ' listens'))
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`

const place = mkdtempSync(join(tmpdir(), 'ecs-test-'))
let all: Processes
let aws: LocalAws
let balancers: ElbApi
let containers: EcsApi
let client: ECSClient
let targetGroupArn = ''
let url = ''
let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }

const role = 'arn:aws:iam::111111111111:role/web'

const definition = (image: string) => ({
  family: 'web',
  networkMode: 'awsvpc' as const,
  requiresCompatibilities: ['FARGATE' as const],
  cpu: '256',
  memory: '512',
  taskRoleArn: role,
  containerDefinitions: [
    {
      name: 'app',
      image,
      portMappings: [{ containerPort: 3000 }],
      environment: [{ name: 'GREETING', value: 'hello' }],
      stopTimeout: 5,
      logConfiguration: {
        logDriver: 'awslogs' as const,
        options: { 'awslogs-group': '/ecs/web', 'awslogs-stream-prefix': 'web' },
      },
    },
  ],
})

beforeAll(async () => {
  for (const version of ['one', 'two', 'sick', 'crashes']) {
    mkdirSync(join(place, version, 'app'), { recursive: true })
    writeFileSync(join(place, version, 'app', 'server.js'), app)
    writeFileSync(join(place, version, 'app', 'version.json'), JSON.stringify(version))
  }
  all = await processes({
    id: randomUUID(),
    watchdog: await bundle('rehearsal/processes/watchdog.ts', place),
    directories: [place],
  })
  let services: { elb: Service; ecs: Service; logs: Service } | undefined
  aws = await startLocalAws({
    port: 0,
    home: join(place, 'home'),
    env: process.env,
    services: (world) => {
      const log = logs(world)
      const elb = elbv2(world, { speed: 50 })
      const run = ecs(world, {
        images: {
          pull: async (image) => ({
            digest: `sha256:${image}`,
            rootfs: join(place, image),
            config: { Cmd: ['node', 'server.js'], WorkingDir: '/app' },
          }),
        },
        secrets: { resolve: async () => '' },
        logs: log.api,
        targets: elb.api,
        launch: launchProcess(all.spawn, process.env.PATH ?? ''),
        freePort,
        releasePort,
        assume: (role, { id }) => ({ accessKeyId: 'ASIATASK', secretAccessKey: role, sessionToken: id }),
      })
      log.api.createGroup('/ecs/web')
      balancers = elb.api
      containers = run.api
      services = { elb: elb.service, ecs: run.service, logs: log.service }
      return { services: Object.values(services), routes: run.routes }
    },
  })
  settings = {
    endpoint: aws.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  client = new ECSClient(settings)

  const { world } = aws
  const { elb, ecs: service } = services!
  const lb = await make(world, elb, 'AWS::ElasticLoadBalancingV2::LoadBalancer', { Name: 'web' })
  const group = await make(world, elb, 'AWS::ElasticLoadBalancingV2::TargetGroup', {
    Name: 'web',
    Port: 3000,
    Protocol: 'HTTP',
    TargetType: 'ip',
    HealthCheckPath: '/health',
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
  })
  targetGroupArn = group.physicalId
  await make(world, elb, 'AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: lb.physicalId,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
  })
  url = balancers.urlOf(lb.physicalId) ?? ''
  await make(world, service, 'AWS::ECS::Cluster', { ClusterName: 'main' })
  const first = await client.send(new RegisterTaskDefinitionCommand(definition('one')))
  await make(world, service, 'AWS::ECS::Service', {
    ServiceName: 'web',
    Cluster: 'main',
    DesiredCount: 2,
    TaskDefinition: first.taskDefinition?.taskDefinitionArn,
    // Time for a process to listen on a busy machine; the interval is a fiftieth of 5 s here.
    HealthCheckGracePeriodSeconds: 3,
    DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
    LoadBalancers: [{ TargetGroupArn: targetGroupArn, ContainerName: 'app', ContainerPort: 3000 }],
  })
})

afterAll(async () => {
  await aws?.stop()
  await all?.stop()
  rmSync(place, { recursive: true, force: true })
})

const signal = new AbortController().signal
const answer = async () => (await fetch(url)).text()
const underLoad = async <T>(work: () => Promise<T>) => {
  const failures: unknown[] = []
  const seen = new Set<string>()
  let going = true
  const clients = Array.from({ length: 6 }, async () => {
    while (going) {
      try {
        const response = await fetch(url)
        const text = await response.text()
        if (response.status === 200) seen.add(text)
        else failures.push(response.status)
      } catch (error) {
        failures.push(error)
      }
    }
  })
  try {
    return { result: await work(), failures, seen }
  } finally {
    going = false
    await Promise.all(clients)
  }
}

// The second ends what the first needs.
describe('real tasks', { shuffle: false }, () => {
  test('real tasks roll under load without one failed request; a bad image is rolled back without one either', {
    timeout: 60_000,
  }, async () => {
    expect(await answer()).toBe('one hello')
    const credentials = await (await fetch(`${url}/role`)).json()
    expect(credentials).toMatchObject({ RoleArn: role, AccessKeyId: 'ASIATASK', Expiration: expect.any(String) })

    const good = await underLoad(() =>
      containers.deploy({ cluster: 'main', service: 'web', images: [{ name: 'app', imageUri: 'two' }] }, signal),
    )
    expect(good.result).toEqual({
      ok: true,
      message: expect.stringMatching(/^\(deployment ecs-svc\/\d{19}\) completed$/),
    })
    expect(good.failures).toEqual([])
    expect(good.seen).toEqual(new Set(['one hello', 'two hello']))
    expect(await answer()).toBe('two hello')
    expect(findMarked(all.id)).toHaveLength(2)

    const bad = await underLoad(() =>
      containers.deploy({ cluster: 'main', service: 'web', images: [{ name: 'app', imageUri: 'crashes' }] }, signal),
    )
    expect(bad.result.ok).toBe(false)
    expect(bad.result.message).toMatch(
      /circuit breaker: tasks failed to start\. Last failed task: Essential container in task exited \(container app exited with 7\); web is back on web:2$/,
    )
    expect(bad.failures).toEqual([])
    expect(bad.seen).toEqual(new Set(['two hello']))

    // Over the wire, with the unmodified SDK: an update that fails its health checks.
    const sick = await client.send(new RegisterTaskDefinitionCommand(definition('sick')))
    const taskDefinition = sick.taskDefinition?.taskDefinitionArn
    await client.send(
      new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition, healthCheckGracePeriodSeconds: 0 }),
    )
    await waitUntilServicesStable(
      { client, maxWaitTime: 40, minDelay: 1, maxDelay: 1 },
      { cluster: 'main', services: ['web'] },
    )
    const { serviceDeployments } = await client.send(
      new ListServiceDeploymentsCommand({ cluster: 'main', service: 'web' }),
    )
    const arn = serviceDeployments?.[0]?.serviceDeploymentArn ?? ''
    const { serviceDeployments: full } = await client.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
    )
    expect(full?.[0]).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      startedAt: expect.any(Date),
      deploymentCircuitBreaker: { status: 'TRIGGERED' },
    })
    const { services } = await client.send(new DescribeServicesCommand({ cluster: 'main', services: ['web'] }))
    expect(services?.[0]?.taskDefinition).toMatch(/web:2$/)
    expect(
      services?.[0]?.events?.some(({ message }) =>
        message?.includes('due to (reason Health checks failed with these codes: [500])'),
      ),
    ).toBe(true)

    const health = await new ElasticLoadBalancingV2Client(settings).send(
      new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
    )
    expect(health.TargetHealthDescriptions?.map((one) => one.TargetHealth?.State)).toEqual(['healthy', 'healthy'])
    const lines = await new CloudWatchLogsClient(settings).send(
      new FilterLogEventsCommand({ logGroupName: '/ecs/web', filterPattern: 'database' }),
    )
    expect(lines.events?.length).toBeGreaterThanOrEqual(3)
  })

  test('when the local AWS stops, so do the tasks', async () => {
    await until('two tasks', () => findMarked(all.id).length === 2)
    await aws.stop()
    expect(findMarked(all.id)).toEqual([])
    await expect(fetch(url)).rejects.toThrow()
  })
})
