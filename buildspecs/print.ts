import { stringify } from 'yaml'
import { type File, generatedHeader, type Name } from '#model'
import type { Buildspec } from './grammar.ts'

/** A buildspec as YAML that 1.1 and 1.2 readers read alike, long commands on one line. */
export const printBuildspec = (path: Name<'path'>, buildspec: Buildspec): File => ({
  path,
  from: 'launchway.config.ts',
  text: `${generatedHeader('launchway.config.ts')}\n${stringify(buildspec, { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false })}`,
})
