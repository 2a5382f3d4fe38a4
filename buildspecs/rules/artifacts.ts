import { error, type Findings, type GivenEntry, type GivenMap, valueIn, warning } from './given.ts'
import { keysOf, mapOf, text, textOrTexts, texts, type ValueRule, yesNo } from './shapes.ts'

const deprecated = (entry: GivenEntry): Findings =>
  warning('buildspec-key-deprecated', entry.at, [
    '"type" belongs to buildspecs of old; the project says how artifacts are packed',
    'remove it',
  ])

const keys: Readonly<Record<string, ValueRule>> = {
  files: texts,
  name: text,
  'discard-paths': yesNo,
  'base-directory': text,
  'exclude-paths': textOrTexts,
  'enable-symlinks': yesNo,
  's3-prefix': text,
  type: deprecated,
}

const withoutFiles = (map: GivenMap, entry: GivenEntry): Findings => {
  if (valueIn(map, 'files')) return []
  const fix = 'add "files" with what the build leaves, such as "- \'**/*\'"'
  // Documented as an error, but builds with secondary artifacts alone run.
  if (valueIn(map, 'secondary-artifacts'))
    return warning('artifacts-without-files', entry.at, ['"artifacts" has secondary artifacts but no files', fix])
  return error('artifacts-without-files', entry.at, [`"${entry.key}" has no files`, fix])
}

const secondary = mapOf((map, entry) => [...keysOf(map, keys), ...withoutFiles(map, entry)])

/** What the build leaves behind. AWS CodeBuild User Guide, "Build specification reference", artifacts. */
export const artifacts = mapOf((map, entry) => [
  ...keysOf(map, { ...keys, 'secondary-artifacts': mapOf((all) => all.entries.flatMap(secondary)) }),
  ...withoutFiles(map, entry),
])
