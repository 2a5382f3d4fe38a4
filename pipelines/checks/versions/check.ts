import type { Finding } from '#model'
import { checkExports } from './exports.ts'
import { checkReplacements } from './replacements.ts'
import type { TwoVersions } from './version.ts'

/** What goes wrong on the way from one version of some templates to the next. */
export const checkVersions = (versions: TwoVersions): readonly Finding[] => [
  ...checkExports(versions),
  ...checkReplacements(versions),
]
