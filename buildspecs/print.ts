import { type File, generatedHeader, type Name } from '#model'
import { printYaml } from '#model/print-yaml.ts'
import type { Buildspec } from './grammar.ts'

/** A buildspec as YAML that 1.1 and 1.2 readers read alike, long commands on one line. */
export const printBuildspec = (path: Name<'path'>, buildspec: Buildspec): File => ({
  path,
  from: 'launchway.config.ts',
  text: `${generatedHeader('launchway.config.ts')}\n${printYaml(buildspec)}`,
})
