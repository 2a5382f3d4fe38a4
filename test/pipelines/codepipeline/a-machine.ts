// The whole local AWS on this machine, with a delivery deployed in it and its repository pushed to.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  CodePipelineClient,
  GetPipelineStateCommand,
  PutApprovalResultCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { build } from 'esbuild'
import { type Delivery, type Environment, slugOf } from '#model'
import { awsCloud } from '#pipelines/cloud/index.ts'
import { generate, manifestFrom } from '#pipelines/generate.ts'
import { packCode } from '#pipelines/pack-code.ts'
import { preview } from '#pipelines/preview.ts'
import { run } from '#pipelines/run.ts'
import { pushFiles } from '#rehearsal/git/push-files.ts'
import { startMachine } from '#rehearsal/machine.ts'
import { clientOf } from '../../rehearsal/start-local-aws.ts'
import { clock, eventsOf } from '../an-environment.ts'

const root = join(import.meta.dirname, '../../..')
const sources = {
  watchdog: 'rehearsal/processes/watchdog.ts',
  docker: 'rehearsal/commands/docker.ts',
  aws: 'rehearsal/commands/aws.ts',
  curl: 'rehearsal/commands/curl.ts',
  functionRuntime: 'rehearsal/lambda/runtime/bootstrap.ts',
}

const bundledPrograms = async (directory: string) => {
  await build({
    absWorkingDir: root,
    entryPoints: sources,
    outdir: directory,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  })
  const at = (name: keyof typeof sources) => join(directory, `${name}.mjs`)
  return {
    watchdog: at('watchdog'),
    docker: at('docker'),
    aws: at('aws'),
    curl: at('curl'),
    functionRuntime: at('functionRuntime'),
  }
}

/** A file tree: text by path. */
export type Tree = Readonly<Record<string, string>>

/** That machine. `await using` ends every process of it. */
export const startDelivery = async (region: string) => {
  const home = mkdtempSync(join(tmpdir(), 'launchway-machine-'))
  const machine = await startMachine({
    port: 0,
    account: '111111111111',
    region,
    id: crypto.randomUUID(),
    env: process.env,
    programs: await bundledPrograms(home),
    speed: 20,
    notice: () => {},
  })
  const cloud = awsCloud({
    region,
    env: { AWS_ENDPOINT_URL: machine.aws.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    sleep: clock.sleep,
  })
  const client = new CodePipelineClient(clientOf(machine.aws))
  const stateOf = async (name: string) =>
    (await client.send(new GetPipelineStateCommand({ name }))).stageStates?.flatMap(
      ({ actionStates = [], stageName }) =>
        actionStates.map((each) => ({ stageName, actionName: each.actionName, ...each.latestExecution })),
    ) ?? []
  const repositories = new Map<string, string>()
  return {
    machine,
    cloud,
    /** Deploys an environment as `launchway deploy` does; `files` are those of the functions. */
    deploy: async (d: Delivery, e: Environment, files: Tree = {}) => {
      const folder = mkdtempSync(join(home, 'root-'))
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
      const name = crypto.randomUUID().slice(0, 8)
      const plan = await preview(cloud, manifestFrom(d, e, packCode({ root: folder, env: process.env })), name)
      const events = await eventsOf(run(plan, { cloud, clock, run: name }))
      for (const { arn } of machine.connections.connections()) machine.connections.authorize(arn)
      return events.filter(({ is }) => is === 'failed' || is === 'done')
    },
    /** Pushes everything that is generated, with further files, to the release branch; gives the commit. */
    push: async (d: Delivery, files: Tree, message: string) => {
      const slug = slugOf(d.repo)
      const path = repositories.get(slug) ?? (await machine.git.create(slug))
      repositories.set(slug, path)
      const all = { ...Object.fromEntries(generate(d).map((file) => [file.path, file.text])), ...files }
      const commit = await pushFiles(machine.aws.world, { path, branch: d.repo.release, message }, all)
      await machine.git.check()
      return commit
    },
    start: async (name: string) => (await client.send(new StartPipelineExecutionCommand({ name }))).pipelineExecutionId,
    stateOf,
    /** Answers the approval that waits now; undefined while none does. */
    answer: async (pipelineName: string, status: 'Approved' | 'Rejected') => {
      const waiting = (await stateOf(pipelineName)).find((each) => each.token && each.status === 'InProgress')
      if (!waiting) return undefined
      const { stageName, actionName, token, summary } = waiting
      const result = { status, summary: 'read' }
      await client.send(new PutApprovalResultCommand({ pipelineName, stageName, actionName, token, result }))
      return { stage: stageName, says: summary }
    },
    [Symbol.asyncDispose]: async () => {
      await machine.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
