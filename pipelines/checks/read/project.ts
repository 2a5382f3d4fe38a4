import type { ReadBuildspec } from './buildspec.ts'
import type { Found } from './follow.ts'
import { recordOf } from './walk.ts'
import type { World } from './world.ts'

/** What a CodeBuild project names as its buildspec: a path, the ARN of an object, or the buildspec itself. */
export const buildspecNameOf = ({ template, properties }: Found): unknown =>
  recordOf(template.resolved(properties.Source)).BuildSpec

/** The buildspec of a project, when it is one of the files. */
export const buildspecOf = (world: World, project: Found | undefined): ReadBuildspec | undefined => {
  const path = project && buildspecNameOf(project)
  return world.buildspecs.find((each) => each.path === path)
}
