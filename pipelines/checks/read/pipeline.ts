import { isRecord } from '#cfn/analysis/template.ts'
import type { Place } from '#model'
import { type Found, follow, resourcesOf } from './follow.ts'
import type { ReadTemplate } from './template.ts'
import { listOf, recordOf } from './walk.ts'

/** An action of a pipeline, as far as other files depend on it. */
export interface ReadAction {
  readonly name: string
  readonly provider: string
  readonly namespace?: string
  /** Its place in the order: actions with a lower one have ended when it starts. */
  readonly order: number
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly commands: readonly string[]
  readonly configuration: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
  /** The names of the environment variables that it sets. */
  readonly variables: readonly string[]
  /** The CodeBuild project it runs, when it runs one that can be found. */
  readonly project?: Found
  readonly at: (...keys: readonly (string | number)[]) => Place
}

/** A pipeline of an environment. */
export interface ReadPipeline {
  readonly template: ReadTemplate
  readonly actions: readonly ReadAction[]
  /** The variables of the pipeline itself. */
  readonly variables: readonly string[]
}

const namesOf = (value: unknown): readonly string[] =>
  listOf(value).flatMap((each) => (isRecord(each) && typeof each.Name === 'string' ? [each.Name] : []))

// CodeBuild actions take their variables as one JSON text.
const jsonNames = (value: unknown): readonly string[] => {
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : []
    return listOf(parsed).flatMap((each) => (isRecord(each) && typeof each.name === 'string' ? [each.name] : []))
  } catch {
    return []
  }
}

/** The CodeBuild project that a name leads to: a reference, or the name itself. */
const projectOf = (templates: readonly ReadTemplate[], from: ReadTemplate, name: unknown): Found | undefined => {
  if (typeof name !== 'string') return follow(templates, from, name)
  return resourcesOf(templates, 'AWS::CodeBuild::Project').find(
    (each) =>
      each.template.manifest.environment === from.manifest.environment &&
      each.template.resolved(each.properties.Name) === name,
  )
}

/** The pipelines in some templates. */
export const readPipelines = (templates: readonly ReadTemplate[]): readonly ReadPipeline[] =>
  resourcesOf(templates, 'AWS::CodePipeline::Pipeline').map(({ template, logicalId, properties }) => ({
    template,
    variables: namesOf(properties.Variables),
    actions: listOf(properties.Stages).flatMap((stage, stageAt) =>
      listOf(recordOf(stage).Actions).flatMap((action, actionAt): readonly ReadAction[] => {
        if (!isRecord(action)) return []
        const configuration = recordOf(action.Configuration)
        const project = projectOf(templates, template, configuration.ProjectName)
        return [
          {
            name: String(action.Name),
            provider: String(recordOf(action.ActionTypeId).Provider),
            ...(typeof action.Namespace === 'string' && { namespace: action.Namespace }),
            order: stageAt * 1000 + Number(action.RunOrder ?? 1),
            inputs: namesOf(action.InputArtifacts),
            outputs: namesOf(action.OutputArtifacts),
            commands: listOf(action.Commands).filter((each) => typeof each === 'string'),
            configuration,
            body: action,
            variables: [
              ...namesOf(action.EnvironmentVariables),
              ...jsonNames(template.resolved(configuration.EnvironmentVariables)),
            ],
            ...(project && { project }),
            at: (...keys) =>
              template.at('Resources', logicalId, 'Properties', 'Stages', stageAt, 'Actions', actionAt, ...keys),
          },
        ]
      }),
    ),
  }))
