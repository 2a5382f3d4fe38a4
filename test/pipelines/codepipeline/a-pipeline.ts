// Two services, two environments, and the emitted pipeline of a delivery as it can be looked into.
import { type Delivery, delivery, environment, github, image, type ReleasePipeline, service } from '#model'
import { generate } from '#pipelines/generate.ts'

/** The environment before the last one. */
export const staging = environment('staging', { account: '222222222222', region: 'eu-west-1' })
/** Where users are. */
export const production = environment('production', { account: '111111111111', region: 'eu-west-1' })
/** The service that takes every path. */
export const api = service('api', { image: image('api', { migrate: 'make migrate' }), port: 3000, health: '/health' })
/** A service behind it. */
export const worker = service('worker', { image: image('worker'), port: 3001, health: '/ready' })

/** A delivery of both, with whatever else a test says. */
export const aDelivery = (given: Partial<Parameters<typeof delivery>[0]> = {}): Delivery =>
  delivery({
    name: 'acme',
    repo: github('acme/app', { release: 'release' }),
    environments: [production],
    services: [api, worker],
    ...given,
  })

/** An action of an emitted pipeline, as far as tests look. */
interface EmittedAction {
  readonly Name: string
  readonly RunOrder: number
  readonly Commands?: readonly string[]
  readonly Configuration?: Readonly<Record<string, unknown>>
  readonly EnvironmentVariables?: unknown
  readonly OutputArtifacts?: unknown
  readonly OutputVariables?: unknown
}

/** A stage of one. */
interface EmittedStage {
  readonly Name: string
  readonly Actions: readonly EmittedAction[]
  readonly OnFailure?: { readonly Result: string }
}

/** What starts one by a push. */
interface Push {
  readonly FilePaths: { readonly Includes: readonly string[]; readonly Excludes?: readonly string[] }
}

/** An emitted pipeline. */
export interface EmittedPipeline {
  readonly Name: string
  readonly ExecutionMode: string
  readonly Stages: readonly EmittedStage[]
  readonly Triggers?: readonly { readonly GitConfiguration: { readonly Push: readonly Push[] } }[]
  readonly Variables?: unknown
}

/** The pipeline that a delivery emits to a file. */
export const pipelineIn = (d: Delivery, file = 'production.pipeline.json'): EmittedPipeline => {
  const found = generate(d).find(({ path }) => path === `pipelines/out/${file}`)
  if (!found) throw new Error(`no ${file}`)
  return JSON.parse(found.text).pipeline
}
/** What the first trigger of a pipeline asks of a push. */
export const pushesOf = ({ Triggers }: EmittedPipeline): readonly Push[] => Triggers?.[0]?.GitConfiguration.Push ?? []
/** The pipeline of a delivery that chooses its pipelines. */
export const withPipeline = (...given: readonly ReleasePipeline[]) => pipelineIn(aDelivery({ pipelines: given }))

type Staged = Pick<EmittedPipeline, 'Stages'>
/** The names of its stages. */
export const stagesOf = ({ Stages }: Staged) => Stages.map(({ Name }) => Name)
/** The names of the actions of one stage. */
export const actionsOf = (pipeline: Staged, stage: string) =>
  pipeline.Stages.find(({ Name }) => Name === stage)?.Actions.map(({ Name }) => Name)
