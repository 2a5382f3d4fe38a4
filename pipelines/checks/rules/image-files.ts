import { isLike } from '#cfn/iam/pattern.ts'
import { instead } from '../nearest.ts'
import { refuse } from '../problem.ts'
import { containersIn, deploymentsOf, taskDefinitionOf } from '../read/deployment.ts'
import { definitionsIn } from '../read/image-definitions.ts'
import type { Rule } from './rule.ts'

/** ECS actions whose file is not in the artifact that they take. */
export const imageFileUnmade: Rule = (world) =>
  deploymentsOf(world).flatMap(({ action, file, buildspec, maker }) => {
    const files = buildspec?.files.map(({ text }) => text) ?? []
    return !buildspec || files.some((each) => isLike(each.replaceAll('**/', ''), file) || isLike(each, file))
      ? []
      : [
          refuse(action.at('Configuration', 'FileName'), [
            `action "${action.name}" reads "${file}", which is not in the artifact of action "${maker?.name}"`,
            `add "${file}" to artifacts.files of ${buildspec.path}, or give FileName: ${files.join(' or ')}`,
          ]),
        ]
  })

/** Image definitions that name a container which the service's task does not have. */
export const imageContainerUnknown: Rule = (world) =>
  deploymentsOf(world).flatMap(({ file, buildspec, service }) => {
    const definition = service && taskDefinitionOf(world, service)
    if (!buildspec || !definition) return []
    const names = containersIn(definition).map((each) => each.name)
    return definitionsIn(buildspec, file)
      .filter(({ text }) => !names.includes(text))
      .map(({ text, at }) =>
        refuse(at, [
          `"${file}" names container "${text}", which task definition "${definition.logicalId}" does not have`,
          instead(text, names, 'container'),
        ]),
      )
  })

/** ECS actions that deploy to a service which no template makes. */
export const serviceUnknown: Rule = (world) =>
  deploymentsOf(world)
    .filter(({ service }) => !service)
    .map(({ action }) =>
      refuse(action.at('Configuration', 'ServiceName'), [
        `action "${action.name}" deploys to a service that no template makes`,
        'take the name from the export "…-serviceName" of the stack of the service',
      ]),
    )

const most = 100 * 1024

/** Image definitions that are longer than CodePipeline reads. AWS CodePipeline User Guide, "Image definitions file reference". */
export const imageFileTooLarge: Rule = (world) =>
  deploymentsOf(world).flatMap(({ file, buildspec }) => {
    const commands = buildspec
      ? [...new Map(definitionsIn(buildspec, file).map((each) => [each.command, each])).values()]
      : []
    const bytes = commands.reduce((sum, each) => sum + new TextEncoder().encode(each.command).length, 0)
    const first = commands[0]
    return !first || bytes <= most
      ? []
      : [
          refuse(first.at, [
            `"${file}" has more than ${(most / 1024).toString()} KB, and CodePipeline reads no more`,
            'name only the containers whose image changes',
          ]),
        ]
  })
