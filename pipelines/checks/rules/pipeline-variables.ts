import { instead } from '../nearest.ts'
import { type Problem, refuse } from '../problem.ts'
import type { ReadAction, ReadPipeline } from '../read/pipeline.ts'
import { textsIn } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

const reference = /#\{([^}.]+)\.([^}]+)\}/g

// AWS CodePipeline User Guide, "Variables reference", and the page of each action.
const documented: Readonly<Record<string, readonly string[]>> = {
  CodeStarSourceConnection: [
    'AuthorDate',
    'AuthorDisplayName',
    'AuthorEmail',
    'AuthorId',
    'BranchName',
    'CommitId',
    'CommitMessage',
    'ConnectionArn',
    'FullRepositoryName',
    'ProviderType',
  ],
  CodeCommit: ['AuthorDate', 'BranchName', 'CommitId', 'CommitMessage', 'CommitterDate', 'RepositoryName'],
  ECR: ['ImageDigest', 'ImageTag', 'ImageURI', 'RegistryId', 'RepositoryName'],
  S3: ['BucketName', 'ETag', 'ObjectKey', 'VersionId'],
}

// Undefined when an action's variables follow from nothing that is at hand.
const given = (world: World, action: ReadAction): readonly string[] | undefined => {
  if (action.provider !== 'CodeBuild') return documented[action.provider]
  const path = action.project && buildspecOf(action.project.template.resolved(action.project.properties.Source))
  const buildspec = world.buildspecs.find((each) => each.path === path)
  return buildspec?.exports.map(({ text }) => text)
}

const buildspecOf = (source: unknown): unknown =>
  typeof source === 'object' && source !== null && 'BuildSpec' in source ? source.BuildSpec : undefined

const problemOf = (
  world: World,
  { actions, variables }: ReadPipeline,
  { reader, namespace, name }: { readonly reader: ReadAction; readonly namespace: string; readonly name: string },
): readonly [string, string] | undefined => {
  if (namespace === 'codepipeline') return undefined
  if (namespace === 'variables')
    return variables.includes(name)
      ? undefined
      : [`the pipeline has no variable "${name}"`, instead(name, variables, 'variable')]
  const before = actions.filter((each) => each.order < reader.order)
  const owner = before.find((each) => each.namespace === namespace)
  if (!owner) {
    const later = actions.some((each) => each.namespace === namespace)
    return [
      `action "${reader.name}" reads "#{${namespace}.${name}}", but ${later ? 'that action has not run by then' : 'no action has that namespace'}`,
      later
        ? `move action "${reader.name}" behind it`
        : instead(
            namespace,
            before.flatMap((each) => each.namespace ?? []),
            'namespace',
          ),
    ]
  }
  const names = given(world, owner)
  return names === undefined || names.includes(name)
    ? undefined
    : [
        `action "${owner.name}" gives no variable "${name}", which action "${reader.name}" reads`,
        owner.provider === 'CodeBuild' && names.length === 0
          ? `add "${name}" to exported-variables of its buildspec`
          : instead(name, names, 'variable'),
      ]
}

/** Variables that no earlier action gives: CodePipeline fails the action that reads one. */
export const pipelineVariableUnknown: Rule = (world) =>
  world.pipelines.flatMap((pipeline) =>
    pipeline.actions.flatMap((reader) =>
      textsIn(reader.body).flatMap(({ keys, value }) =>
        [...value.matchAll(reference)].flatMap(([, namespace = '', name = '']): readonly Problem[] => {
          const words = problemOf(world, pipeline, { reader, namespace, name })
          return words ? [refuse(reader.at(...keys), words)] : []
        }),
      ),
    ),
  )
