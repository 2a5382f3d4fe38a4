import { isRecord } from '#cfn/analysis/template.ts'
import type { Place } from '#model'
import { type Found, follow, resourcesOf } from './follow.ts'
import { oncePer } from './once.ts'
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
  readonly commands: readonly { readonly text: string; readonly at: () => Place }[]
  readonly configuration: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
  /** The names of the environment variables that it sets. */
  readonly variables: readonly string[]
  /** The CodeBuild project it runs, when it runs one that can be found. */
  readonly project?: Found
  readonly at: (...keys: readonly (string | number)[]) => Place
}

/** A pipeline of an environment. */
export interface ReadPipeline extends Found {
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

const actionsIn = ({ template, logicalId, properties }: Found): readonly ReadAction[] =>
  listOf(properties.Stages).flatMap((stage, stageAt) =>
    listOf(recordOf(stage).Actions).flatMap((action, actionAt): readonly ReadAction[] => {
      if (!isRecord(action)) return []
      const configuration = recordOf(action.Configuration)
      const at: ReadAction['at'] = (...keys) =>
        template.at('Resources', logicalId, 'Properties', 'Stages', stageAt, 'Actions', actionAt, ...keys)
      return [
        {
          name: String(action.Name),
          provider: String(recordOf(action.ActionTypeId).Provider),
          ...(typeof action.Namespace === 'string' && { namespace: action.Namespace }),
          order: stageAt * 1000 + Number(action.RunOrder ?? 1),
          inputs: namesOf(action.InputArtifacts),
          outputs: namesOf(action.OutputArtifacts),
          commands: listOf(action.Commands).flatMap((text, index) =>
            typeof text === 'string' ? [{ text, at: () => at('Commands', index) }] : [],
          ),
          configuration,
          body: action,
          variables: [
            ...namesOf(action.EnvironmentVariables),
            ...jsonNames(template.resolved(configuration.EnvironmentVariables)),
          ],
          at,
        },
      ]
    }),
  )

// What the pipeline's own template says of it.
const readPipeline = oncePer(
  (found: Found): ReadPipeline => ({
    ...found,
    variables: namesOf(found.properties.Variables),
    actions: actionsIn(found),
  }),
)

/** The pipelines in some templates, with the projects that their actions run. */
export const readPipelines = (templates: readonly ReadTemplate[]): readonly ReadPipeline[] =>
  resourcesOf(templates, 'AWS::CodePipeline::Pipeline')
    .map(readPipeline)
    .map((pipeline) => ({
      ...pipeline,
      actions: pipeline.actions.map((action) => {
        const project = projectOf(templates, pipeline.template, action.configuration.ProjectName)
        return project ? { ...action, project } : action
      }),
    }))
