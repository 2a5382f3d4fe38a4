import { flowsOf } from './arrows.ts'
import { draw } from './draw.ts'
import type { Picture } from './picture.ts'
import { pipelinePicture } from './pipeline-picture.ts'
import { fixed, plainView, serviceView, siteView } from './views.ts'
import { type DrawnStack, worldOf } from './world.ts'

/** Every picture of an environment: the delivery first, then each layer. */
export const picturesOf = (stacks: readonly DrawnStack[]): readonly Picture[] => {
  const world = worldOf(stacks)
  const flows = flowsOf(world)
  const ids = stacks.filter(({ parent }) => !parent).map(({ id }) => id)
  const views = [
    ...fixed,
    ...ids.filter((id) => id.startsWith('service-')).map(serviceView),
    ...ids.filter((id) => id.startsWith('site-')).map(siteView),
    ...ids
      .filter((id) => !/^(network|cluster|database|tables|secrets|cicd|service-.*|site-.*)$/.test(id))
      .map(plainView),
  ]
  return [...views.map((view) => draw(view, world, flows)), ...pipelinePicture(world, flows)].filter(
    ({ cards }) => cards.length > 1,
  )
}
