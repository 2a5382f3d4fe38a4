import type { Pipeline } from '#model'

// A trigger takes three push filters, and each of them eight patterns. AWS CloudFormation Template Reference,
// "AWS::CodePipeline::Pipeline GitFilePathFilterCriteria" and "GitConfiguration".
const mostFilters = 3
const mostPatterns = 8

/** Which pushes start the pipeline: those to its branch, as far as they change what concerns it. */
export const triggersOf = (pipeline: Pipeline) => {
  const { starts, branch, stages } = pipeline
  if (starts === false) return []
  const sources = stages.flatMap((stage) => stage.actions).filter((action) => action.does.kind === 'source')
  return sources.map((action) => ({
    ProviderType: 'CodeStarSourceConnection' as const,
    GitConfiguration: {
      SourceActionName: action.name,
      Push: filtersOf(starts).map((FilePaths) => ({
        Branches: { Includes: [branch] },
        ...(FilePaths && { FilePaths }),
      })),
    },
  }))
}

// Filters are alternatives, so many patterns become several filters; more than fit let every push through.
const filtersOf = (starts: Exclude<Pipeline['starts'], false>) => {
  const { includes = [], excludes = [] } = starts ?? {}
  const Excludes = excludes.length > 0 ? { Excludes: excludes } : {}
  if (includes.length === 0) return [excludes.length > 0 ? Excludes : undefined]
  const filters = Array.from({ length: Math.ceil(includes.length / mostPatterns) }, (_, at) => ({
    Includes: includes.slice(at * mostPatterns, (at + 1) * mostPatterns),
    ...Excludes,
  }))
  return filters.length > mostFilters ? [undefined] : filters
}
