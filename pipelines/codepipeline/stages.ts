import { type PipelineAction, type Stage, stage } from '#model'

/** A stage has at most 50 actions. AWS CodePipeline User Guide, "Quotas in AWS CodePipeline". */
const mostActions = 50

/**
 * The stages of some groups of actions, each group whole in one of them: one as far as they fit, then `deploy-2` and so on.
 * None when there is nothing to do: CodePipeline refuses an empty stage.
 */
export const stagesFor = (
  id: string,
  groups: readonly (readonly PipelineAction[])[],
  given: { readonly onFailure?: Stage['onFailure'] } = {},
): readonly Stage[] => {
  const filled: PipelineAction[][] = []
  for (const group of groups.filter(({ length }) => length > 0)) {
    const last = filled.at(-1)
    if (last && last.length + group.length <= mostActions) last.push(...group)
    else filled.push([...group])
  }
  return filled.map((actions, at) => stage(at === 0 ? id : `${id}-${at + 1}`, actions, given))
}
