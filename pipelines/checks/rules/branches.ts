// Which branch is released, said by the configuration, the pipelines and the workflows.
import { isLike } from '#cfn/iam/pattern.ts'
import { type Problem, refuse } from '../problem.ts'
import { generatedFor } from '../read/expected.ts'
import { oncePer } from '../read/once.ts'
import type { ReadAction, ReadPipeline } from '../read/pipeline.ts'
import { listOf, recordOf } from '../read/walk.ts'
import { readEvents } from '../read/workflow-events.ts'
import type { Rule } from './rule.ts'

const textIn = ({ template }: ReadPipeline, value: unknown): string | undefined => {
  const text = template.resolved(value)
  return typeof text === 'string' && !text.includes('<') ? text : undefined
}

const quoted = (texts: readonly string[]): string => texts.map((each) => `"${each}"`).join(' and ')

// What starts the pipeline for a source, when anything but every push does.
const startsOf = ({ template, properties }: ReadPipeline, { name }: ReadAction): readonly string[] =>
  listOf(template.resolved(properties.Triggers))
    .map((each) => recordOf(recordOf(each).GitConfiguration))
    .filter(({ SourceActionName }) => SourceActionName === name)
    .flatMap(({ Push }) => listOf(Push).flatMap((each) => listOf(recordOf(recordOf(each).Branches).Includes)))
    .map(String)

/** Pipelines that take another repository or branch than the configuration releases, or that start on another one. */
export const sourceDiffers: Rule = ({ pipelines, delivery: { repo } }) =>
  pipelines.flatMap((pipeline) =>
    pipeline.actions
      .filter(({ provider }) => provider === 'CodeStarSourceConnection')
      .flatMap((action): readonly Problem[] => {
        const branch = textIn(pipeline, action.configuration.BranchName)
        const from = textIn(pipeline, action.configuration.FullRepositoryId)
        const own = `${repo.owner}/${repo.name}`
        const starts = startsOf(pipeline, action)
        const isStarted =
          starts.length === 0 || starts.some((each) => isLike(each.replaceAll('**', '*'), branch ?? each))
        return [
          ...(from === undefined || from === own
            ? []
            : [
                refuse(action.at('Configuration', 'FullRepositoryId'), [
                  `action "${action.name}" takes repository "${from}", the configuration delivers "${own}"`,
                  `give FullRepositoryId: ${own}`,
                ]),
              ]),
          ...(branch === undefined || branch === repo.release
            ? []
            : [
                refuse(action.at('Configuration', 'BranchName'), [
                  `action "${action.name}" takes branch "${branch}", the configuration releases "${repo.release}"`,
                  `give BranchName: ${repo.release}`,
                ]),
              ]),
          ...(isStarted
            ? []
            : [
                refuse(pipeline.template.at('Resources', pipeline.logicalId, 'Properties', 'Triggers'), [
                  `pipeline "${pipeline.logicalId}" starts on pushes to ${quoted(starts)}, and action "${action.name}" takes branch "${branch}"`,
                  `give Branches: { Includes: [${branch}] }`,
                ]),
              ]),
        ]
      }),
  )

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each) => other.includes(each))

/** Workflows that start on other branches than their jobs are meant for. */
export const workflowBranchDiffers: Rule = ({ delivery, workflows }) => {
  const expected = generatedTexts(delivery)
  return workflows.flatMap((file) => {
    const text = expected.get(file.path)
    if (text === undefined || text === file.text) return []
    const events = readEvents(file)
    return readEvents({ path: file.path, text }).flatMap(({ event, branches }): readonly Problem[] => {
      const found = events.find((each) => each.event === event)
      return found && isSame(found.branches, branches)
        ? []
        : [
            refuse(found?.at() ?? { file: file.path }, [
              `the workflow ${found ? `starts on ${event} of ${quoted(found.branches) || 'every branch'}` : `does not start on ${event}`}, and its jobs are meant for ${quoted(branches)}`,
              `write on: { ${event}: { branches: [${branches.join(', ')}] } }`,
            ]),
          ]
    })
  })
}

const generatedTexts = oncePer(
  (delivery: Parameters<typeof generatedFor>[0]): ReadonlyMap<string, string> =>
    new Map(generatedFor(delivery).map(({ path, text }) => [path, text])),
)
