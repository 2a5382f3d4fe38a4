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

/** An emitted pipeline. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks into JSON at paths that it knows
export const pipelineIn = (d: Delivery, file = 'production.pipeline.json'): any => {
  const found = generate(d).find(({ path }) => path === `pipelines/out/${file}`)
  if (!found) throw new Error(`no ${file}`)
  return JSON.parse(found.text).pipeline
}
/** The pipeline of a delivery that chooses its pipelines. */
export const withPipeline = (...given: readonly ReleasePipeline[]) => pipelineIn(aDelivery({ pipelines: given }))

interface Named {
  readonly Name: string
  readonly Actions: readonly { readonly Name: string; readonly RunOrder: number }[]
}
/** The names of its stages. */
export const stagesOf = (pipeline: { readonly Stages: readonly Named[] }) => pipeline.Stages.map(({ Name }) => Name)
/** The names of the actions of one stage. */
export const actionsOf = (pipeline: { readonly Stages: readonly Named[] }, stage: string) =>
  pipeline.Stages.find(({ Name }) => Name === stage)?.Actions.map(({ Name }) => Name)
