import type { Problem } from '../problem.ts'
import type { World } from '../read/world.ts'

/** Looks at all files and says what does not fit together. */
export type Rule = (world: World) => readonly Problem[]
