// Which pipelines a push starts.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html
import picomatch from 'picomatch'
import type { Shape } from '../service.ts'
import type { ActionDeclaration, PipelineDeclaration } from './declaration.ts'

export interface PushedBranch {
  readonly repository: string
  readonly branch: string
  readonly changedFiles: () => Promise<readonly string[]>
}

interface Filter {
  readonly includes?: readonly string[]
  readonly excludes?: readonly string[]
}

/** Excludes win over includes; without includes everything else is taken. */
const passes = (filter: Filter | undefined, text: string): boolean => {
  const matches = (patterns: readonly string[]) => picomatch([...patterns], { dot: true })(text)
  if (filter?.excludes?.length && matches(filter.excludes)) return false
  return !filter?.includes?.length || matches(filter.includes)
}

const passesPush = async (push: Shape, pushed: PushedBranch): Promise<boolean> => {
  if (push.tags && !push.branches) return false
  if (!passes(push.branches, pushed.branch)) return false
  if (!push.filePaths) return true
  // One changed file that passes is enough.
  return (await pushed.changedFiles()).some((file) => passes(push.filePaths, file))
}

const isConnectionSource = (action: ActionDeclaration) => action.actionTypeId.provider === 'CodeStarSourceConnection'

/** The source actions that a push concerns; none when the pipeline does not start. */
export const triggeredSources = async (
  declaration: PipelineDeclaration,
  pushed: PushedBranch,
): Promise<readonly string[]> => {
  const found: string[] = []
  for (const action of declaration.stages[0]?.actions ?? []) {
    if (!isConnectionSource(action) || action.configuration.FullRepositoryId !== pushed.repository) continue
    const triggers = declaration.triggers.filter((one) => one.gitConfiguration?.sourceActionName === action.name)
    if (triggers.length > 0) {
      const pushes: Shape[] = triggers.flatMap((one) => one.gitConfiguration.push ?? [])
      const passed = await Promise.all(pushes.map((push) => passesPush(push, pushed)))
      if (passed.includes(true)) found.push(action.name)
    } else if (action.configuration.DetectChanges !== 'false' && action.configuration.BranchName === pushed.branch) {
      found.push(action.name)
    }
  }
  return found
}
