import type { Pipeline, ReleasePipeline, Service } from '#model'

// What a service is made of: its Docker context, and the buildspecs that build it.
const partsOf = (service: Service): readonly string[] =>
  service.image.context === '.' ? ['**'] : [`${service.image.context}/**`, `buildspecs/out/${service.name}-*.yml`]

/** What must change for a push to start a pipeline: undefined when anything will do, `false` when no push does. */
export const startsOf = (choice: ReleasePipeline, services: readonly Service[]): Pipeline['starts'] => {
  if (choice.promotes) return false
  if (choice.paths === 'any') return undefined
  if (choice.paths !== 'services') return choice.paths
  const includes = [...new Set(services.flatMap(partsOf))]
  return includes.includes('**') ? undefined : { includes }
}
