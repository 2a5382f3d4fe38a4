import { buildsOf, buildspecFiles } from '#buildspecs/generate.ts'
import { nginxFiles } from '#buildspecs/nginx-dockerfile.ts'
import { edgeStacksOf, stacksOf, templateFiles, templatePath, type Ways } from '#cfn/generate.ts'
import { appSpecOf } from '#cfn/stacks/app-spec.ts'
import { type Delivery, type Environment, type File, type Stack, takenRoles } from '#model'
import { infrastructurePipelineOf } from './codepipeline/infrastructure.ts'
import { isIn, releasePipelineOf } from './codepipeline/pipeline.ts'
import { pipelineFile } from './codepipeline/print.ts'
import {
  bucketExportOf,
  type CommittedStack,
  committedManifest,
  committedStack,
  type Manifest,
  manifestOf,
  type Sources,
} from './manifest.ts'
import { printWorkflow } from './workflows/print.ts'
import { workflowsOf } from './workflows/workflows.ts'

interface Layered {
  readonly environment: Environment
  readonly stacks: readonly Stack[]
}

const waysOf = (d: Delivery, environment: Environment): Omit<Ways, 'roles'> => {
  const builds = buildsOf(d)
  const pipelines = d.pipelines
    .filter((choice) => isIn(choice, environment))
    .map((choice) => releasePipelineOf(d, { environment, choice, builds }))
  const { infrastructure: choice } = d
  return {
    pipelines: pipelines.filter((each) => each !== undefined),
    ...(choice &&
      isIn(choice, environment) && {
        infrastructure: (stacks: readonly Stack[]) =>
          infrastructurePipelineOf(d, {
            environment,
            choice,
            stacks,
            templatePath: (stack) => templatePath(stack, stack.id),
          }),
      }),
  }
}

/** The stacks of every environment, each after those it needs. */
export const stacksByEnvironment = (d: Delivery): readonly Layered[] => {
  const roles = takenRoles(d.repo, workflowsOf(d))
  return d.environments.flatMap((environment) => {
    const elsewhere = edgeStacksOf(d, environment)
    return [
      { environment, stacks: stacksOf(d, environment, { ...waysOf(d, environment), roles }) },
      ...elsewhere.slice(0, 1).map(({ environment: here }) => ({ environment: here, stacks: elsewhere })),
    ]
  })
}

const committedStacks = (d: Delivery, { stacks }: Layered): readonly CommittedStack[] =>
  stacks.map((stack) =>
    committedStack(d, stack, {
      template: templatePath(stack, stack.id),
      nested: stack.nested.map(({ id }) => templatePath(stack, id)),
      bucketExport: bucketExportOf(stacks.find(({ id }) => id === 'bootstrap')?.name ?? ''),
    }),
  )

/** Every artifact of a delivery. Pure: the same delivery gives the same bytes on any machine. */
export const generate = (d: Delivery): readonly File[] => [
  ...buildspecFiles(d, buildsOf(d)),
  ...nginxFiles(d),
  ...stacksByEnvironment(d).flatMap((layered) => [
    ...templateFiles(layered.stacks),
    committedManifest(d, layered.environment, committedStacks(d, layered)),
    ...pipelineFile(layered.environment, layered.stacks),
  ]),
  ...d.environments.flatMap((e) => d.services.map((each) => appSpecOf(e, each)).filter((file) => file !== undefined)),
  ...workflowsOf(d).map((workflow) => printWorkflow(d, workflow)),
]

/** What there is to deploy in one environment, straight from the delivery. `pack` is what gives functions their code. */
export const manifestFrom = (d: Delivery, e: Pick<Environment, 'name'>, pack: Sources['pack'] = unpacked): Manifest => {
  const files = generate(d)
  const manifest = files.find((file) => file.path === `pipelines/out/${e.name}.json`)
  const texts = new Map<string, string>(files.map((file) => [file.path, file.text]))
  return manifestOf(JSON.parse(manifest?.text ?? '{}'), { read: (path) => texts.get(path) ?? '', pack })
}

// Whoever only looks needs no code.
const unpacked: Sources['pack'] = () => ({ hash: '0'.repeat(64), bytes: new Uint8Array() })
