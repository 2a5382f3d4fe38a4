import { instead } from '../nearest.ts'
import { type Problem, refuse } from '../problem.ts'
import { oncePer } from '../read/once.ts'
import type { ReadAction, ReadPipeline } from '../read/pipeline.ts'
import { buildspecOf } from '../read/project.ts'
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
  return buildspecOf(world, action.project)?.exports.map(({ text }) => text)
}

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

interface Referred {
  readonly namespace: string
  readonly name: string
  readonly keys: readonly (string | number)[]
}

// Of an action's body, which stays the same object as long as its template does.
const referencesIn = oncePer((body: ReadAction['body']): readonly Referred[] =>
  textsIn(body).flatMap(({ keys, value }) =>
    [...value.matchAll(reference)].map(([, namespace = '', name = '']) => ({ namespace, name, keys })),
  ),
)

/** Variables that no earlier action gives: CodePipeline fails the action that reads one. */
export const pipelineVariableUnknown: Rule = (world) =>
  world.pipelines.flatMap((pipeline) =>
    pipeline.actions.flatMap((reader) =>
      referencesIn(reader.body).flatMap(({ namespace, name, keys }): readonly Problem[] => {
        const words = problemOf(world, pipeline, { reader, namespace, name })
        return words ? [refuse(reader.at(...keys), words)] : []
      }),
    ),
  )
