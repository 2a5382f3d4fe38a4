import { buildsOf, buildspecFiles } from '#buildspecs/generate.ts'
import { stacksOf, templateFiles, templatePath } from '#cfn/generate.ts'
import { type Delivery, type Environment, type File, type Stack, takenRoles } from '#model'
import { pipelineOf } from './codepipeline/pipeline.ts'
import { pipelineFile } from './codepipeline/print.ts'
import { type CommittedStack, committedManifest, committedStack, type Manifest, manifestOf } from './manifest.ts'
import { printWorkflow } from './workflows/print.ts'
import { workflowsOf } from './workflows/workflows.ts'

interface Layered {
  readonly environment: Environment
  readonly stacks: readonly Stack[]
}

const stacksByEnvironment = (d: Delivery): readonly Layered[] => {
  const builds = buildsOf(d)
  const ways = {
    pipeline: pipelineOf(d, builds),
    builds: builds.flatMap(({ test, image, migrate }) => [test, image, migrate].filter((each) => each !== undefined)),
    roles: takenRoles(d.repo, workflowsOf(d)),
  }
  return d.environments.map((environment) => ({ environment, stacks: stacksOf(d, environment, ways) }))
}

// The export that tells where uploads go is the bootstrap stack's own.
const bucketExportOf = (stacks: readonly Stack[]): string => {
  const name = stacks.find((stack) => stack.id === 'bootstrap')?.name
  return `${name}-bucketName`
}

const committedStacks = (d: Delivery, { stacks }: Layered): readonly CommittedStack[] =>
  stacks.map((stack) =>
    committedStack(d, stack, {
      template: templatePath(stack, stack.id),
      nested: stack.nested.map(({ id }) => templatePath(stack, id)),
      bucketExport: bucketExportOf(stacks),
    }),
  )

/** Every artifact of a delivery. Pure: the same delivery gives the same bytes on any machine. */
export const generate = (d: Delivery): readonly File[] => [
  ...buildspecFiles(buildsOf(d)),
  ...stacksByEnvironment(d).flatMap((layered) => [
    ...templateFiles(layered.stacks),
    committedManifest(d, layered.environment, committedStacks(d, layered)),
    ...pipelineFile(layered.environment, layered.stacks),
  ]),
  ...workflowsOf(d).map((workflow) => printWorkflow(d, workflow)),
]

/** What there is to deploy in one environment, straight from the delivery. */
export const manifestFrom = (d: Delivery, e: Environment): Manifest => {
  const files = generate(d)
  const manifest = files.find((file) => file.path === `pipelines/out/${e.name}.json`)
  const texts = new Map<string, string>(files.map((file) => [file.path, file.text]))
  return manifestOf(JSON.parse(manifest?.text ?? '{}'), (path) => texts.get(path) ?? '')
}
