import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { containerCommand, containerEnvironment, healthCommand } from '../../../rehearsal/ecs/container-command.ts'
import { launchProcess } from '../../../rehearsal/ecs/launch-process.ts'
import type { ImageConfig } from '../../../rehearsal/ecs/ports.ts'
import { spawnChild } from '../../../rehearsal/processes/spawn-child.ts'
import { fakeFleet, healthy } from './fake-fleet.ts'

const image: ImageConfig = { Entrypoint: ['entry'], Cmd: ['cmd'] }

test.each<[string, object, object | undefined, ImageConfig, string[]]>([
  ['the image alone', {}, undefined, image, ['entry', 'cmd']],
  ['a command of the definition', { command: ['own'] }, undefined, image, ['entry', 'own']],
  ['an entry point of the definition makes the image command void', { entryPoint: ['e'] }, undefined, image, ['e']],
  ['an override wins', { command: ['own'] }, { command: ['over'] }, image, ['entry', 'over']],
  ['an image without entry point', {}, undefined, { Cmd: ['node', 'x'] }, ['node', 'x']],
])('command: %s', (_, definition, override, config, expected) => {
  expect(containerCommand(definition, override, config)).toEqual(expected)
})

test('environment: the definition wins over the image, a secret over that, an override over all but PORT', () => {
  const environment = containerEnvironment({
    config: { Env: ['A=image', 'B=image', 'C=im=age', 'PORT=3000'] },
    platform: { AWS_REGION: 'eu-west-1' },
    definition: {
      environment: [
        { name: 'B', value: 'definition' },
        { name: 'S', value: 'plain' },
      ],
    },
    secrets: { S: 'secret' },
    override: { environment: [{ name: 'A', value: 'override' }] },
    port: 20_001,
  })
  expect(environment).toEqual({
    A: 'override',
    B: 'definition',
    C: 'im=age',
    S: 'secret',
    AWS_REGION: 'eu-west-1',
    PORT: '20001',
  })
})

test.each<[string[], string[]]>([
  [
    ['CMD-SHELL', 'wget -q http://localhost:3000/health || exit 1'],
    ['/bin/sh', '-c', 'wget -q http://127.0.0.1:20001/health || exit 1'],
  ],
  [
    ['CMD', 'node', 'check.js', 'http://127.0.0.1:3000/'],
    ['node', 'check.js', 'http://127.0.0.1:20001/'],
  ],
  [
    ['CMD-SHELL', 'curl http://localhost:30001/'],
    ['/bin/sh', '-c', 'curl http://localhost:30001/'],
  ],
])('health command %j asks the local port', (command, expected) => {
  expect(healthCommand({ command }, 3000, 20_001)).toEqual(expected)
})

const rootfs = mkdtempSync(join(tmpdir(), 'container-test-'))
afterAll(() => rmSync(rootfs, { recursive: true, force: true }))
mkdirSync(join(rootfs, 'app'))
writeFileSync(
  join(rootfs, 'app', 'say.js'),
  'console.log(process.cwd(), ...process.argv.slice(2), process.env.FROM, process.env.SECRET_OF_HOST)',
)

const run = async (command: string[], env: Record<string, string> = {}) => {
  const lines: string[] = []
  const launch = launchProcess(spawnChild, process.env.PATH ?? '')
  const launched = launch({
    rootfs,
    workingDirectory: '/app',
    command,
    env: { FROM: 'env', ...env },
    stopSignal: 'SIGTERM',
    onLine: (line) => lines.push(line),
  })
  return { ...(await launched.exited), lines }
}

test.each([
  [['node', 'say.js', 'x']],
  [['/usr/local/bin/node', '/app/say.js', 'x']],
  [['docker-entrypoint.sh', 'node', 'say.js', 'x']],
])('%j runs in the image directory with nothing of the host environment', async (command) => {
  process.env.SECRET_OF_HOST = 'leaked'
  const { exitCode, lines } = await run(command)
  expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [`${join(rootfs, 'app')} x env undefined`] })
})

test('exit codes are those of Docker', async () => {
  expect((await run(['sh', '-c', 'exit 3'])).exitCode).toBe(3)
  expect((await run(['sh', '-c', 'kill -9 $$'])).exitCode).toBe(137)
  const missing = await run(['no-such-program'])
  expect(missing).toMatchObject({
    exitCode: undefined,
    reason: 'CannotStartContainerError: exec: "no-such-program": executable file not found in $PATH',
  })
})

const runTask = async (containers: object[], scripts: Parameters<typeof fakeFleet>[0], overrides?: object) => {
  const fleet = fakeFleet(scripts)
  await fleet.ask('CreateCluster', { clusterName: 'main' })
  await fleet.ask('RegisterTaskDefinition', { family: 'job', containerDefinitions: containers })
  const { tasks } = await fleet.ask('RunTask', { cluster: 'main', taskDefinition: 'job', overrides })
  await fleet.clock.advance(60_000)
  const { tasks: after } = await fleet.ask('DescribeTasks', { cluster: 'main', tasks: [tasks[0].taskArn] })
  return { fleet, task: after[0] }
}

test('a task that ends says with which code, and its lines are in its log stream', async () => {
  const logConfiguration = {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/ecs/job', 'awslogs-stream-prefix': 'job' },
  }
  const { fleet, task } = await runTask([{ name: 'migrate', image: 'm', logConfiguration }], {
    m: () => ({ kind: 'exits', code: 4, after: 1_000 }),
  })
  expect(task).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [{ name: 'migrate', exitCode: 4, imageDigest: 'sha256:m' }],
  })
  expect(fleet.logs).toEqual([`/ecs/job job/migrate/${task.taskArn.split('/').pop()} m 0 started`])
})

test('overrides change command and environment of one task; an unknown container is refused', async () => {
  const { fleet } = await runTask(
    [{ name: 'a', image: 'a' }],
    { a: () => ({ kind: 'exits', code: 0 }) },
    { containerOverrides: [{ name: 'a', command: ['a', '0', 'up'], environment: [{ name: 'X', value: '1' }] }] },
  )
  expect(fleet.launches[0]).toMatchObject({
    command: ['a', '0', 'up'],
    env: { X: '1', FROM_IMAGE: 'yes', AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE' },
  })
  await expect(
    fleet.ask('RunTask', {
      cluster: 'main',
      taskDefinition: 'job',
      overrides: { containerOverrides: [{ name: 'b' }] },
    }),
  ).rejects.toThrow(/Override for container named b/)
})

test.each<[string, object, RegExp]>([
  [
    'a secret that is not there',
    { secrets: [{ name: 'S', valueFrom: 'arn:missing' }] },
    /^ResourceInitializationError: unable to pull secrets.*arn:missing: ResourceNotFoundException/,
  ],
  [
    'a log group that is not there',
    { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/missing' } } },
    /^ResourceInitializationError: .*log group does not exist: \/missing/,
  ],
  [
    'an image that is not there',
    { image: 'nope' },
    /^CannotPullContainerError: pull image manifest has been retried.*nope: not found/,
  ],
])('%s fails the task before it starts', async (_, definition, reason) => {
  const { task, fleet } = await runTask([{ name: 'a', image: 'a', ...definition }], { a: healthy })
  expect(task).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    stoppedReason: expect.stringMatching(reason),
  })
  expect(fleet.launches).toEqual([])
})

test('secrets arrive in the environment', async () => {
  const { fleet } = await runTask([{ name: 'a', image: 'a', secrets: [{ name: 'URL', valueFrom: 'arn:x:url::' }] }], {
    a: healthy,
  })
  expect(fleet.launches[0]?.env.URL).toBe('value of arn:x:url::')
})

test('a sidecar that is not essential and cannot be pulled does not stop the task', async () => {
  const { task } = await runTask(
    [
      { name: 'app', image: 'a' },
      { name: 'xray', image: 'public.ecr.aws/xray/daemon', essential: false },
    ],
    { a: healthy },
  )
  expect(task.lastStatus).toBe('RUNNING')
  expect(task.containers).toMatchObject([
    { lastStatus: 'RUNNING' },
    { lastStatus: 'STOPPED', reason: expect.stringMatching(/^CannotPullContainerError/) },
  ])
})

test('a container waits for the success of another, and the task fails when there is none', async () => {
  const containers = (code: number) => ({
    definitions: [
      { name: 'migrate', image: 'm', essential: false },
      { name: 'app', image: 'a', dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }] },
    ],
    scripts: { m: () => ({ kind: 'exits', code, after: 5_000 }) as const, a: healthy },
  })
  const good = containers(0)
  const passed = await runTask(good.definitions, good.scripts)
  expect(passed.fleet.launches.map(({ image: name }) => name)).toEqual(['m', 'a'])
  expect(passed.task.lastStatus).toBe('RUNNING')
  const bad = containers(1)
  const failed = await runTask(bad.definitions, bad.scripts)
  expect(failed.fleet.launches.map(({ image: name }) => name)).toEqual(['m'])
  expect(failed.task).toMatchObject({ lastStatus: 'STOPPED', stoppedReason: 'Container migrate did not succeed' })
})

test.each<[object, RegExp]>([
  [{ containerDefinitions: [] }, /cannot be empty/],
  [{ containerDefinitions: [{ name: 'a', image: 'a', essential: false }] }, /At least one container must be essential/],
  [
    {
      containerDefinitions: [
        { name: 'a', image: 'a' },
        { name: 'a', image: 'b' },
      ],
    },
    /unique across containers: a/,
  ],
  [
    {
      containerDefinitions: [{ name: 'a', image: 'a' }],
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '4096',
    },
    /No Fargate configuration exists for given values: 256 CPU, 4096 memory/,
  ],
])('the task definition %j is refused', async (given, message) => {
  await expect(fakeFleet({}).ask('RegisterTaskDefinition', { family: 'x', ...given })).rejects.toThrow(message)
})

test.each<[object, RegExp]>([
  [{ containerName: 'nope', containerPort: 3000 }, /The container nope does not exist in the task definition/],
  [{ containerName: 'app', containerPort: 80 }, /did not have a container port 80 defined/],
  [
    { containerName: 'app', containerPort: 3000, targetGroupArn: 'arn:unattached' },
    /does not have an associated load balancer/,
  ],
])('a service behind %j is refused', async (loadBalancer, message) => {
  const fleet = fakeFleet({ a: healthy })
  await expect(
    fleet.begin('a', {
      loadBalancers: [
        { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1', ...loadBalancer },
      ],
    }),
  ).rejects.toThrow(message)
})
