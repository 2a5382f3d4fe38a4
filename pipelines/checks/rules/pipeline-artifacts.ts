import { instead } from '../nearest.ts'
import { refuse } from '../problem.ts'
import type { Rule } from './rule.ts'

/** Input artifacts that no earlier action makes. AWS CodePipeline User Guide, "Input and output artifacts". */
export const artifactUnmade: Rule = ({ pipelines }) =>
  pipelines.flatMap(({ actions }) =>
    actions.flatMap((action) => {
      const before = actions.filter((each) => each.order < action.order).flatMap((each) => each.outputs)
      return action.inputs
        .filter((name) => !before.includes(name))
        .map((name) => {
          const later = actions.find((each) => each.outputs.includes(name))
          return refuse(action.at('InputArtifacts', action.inputs.indexOf(name)), [
            later
              ? `action "${action.name}" takes artifact "${name}", which action "${later.name}" makes no earlier`
              : `action "${action.name}" takes artifact "${name}", which no action makes`,
            later ? `move action "${later.name}" before it` : instead(name, before, 'artifact'),
          ])
        })
    }),
  )
