import type { Finding } from '#model'
import { describe, error } from './rules/given.ts'
import { habits } from './rules/habits.ts'
import { readFile, type TextFile } from './rules/read.ts'
import { checkRoot } from './rules/root.ts'
import { checkVersion } from './rules/version.ts'

const place = ({ at }: Finding): number => (at.line ?? 0) * 100_000 + (at.column ?? 0)

/**
 * Everything wrong with a buildspec, in the order of its lines: an error where CodeBuild refuses the file, a warning
 * where it reads something else than is written.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export const checkBuildspec = (file: TextFile): readonly Finding[] => {
  const { given, findings } = readFile(file)
  if (findings.some(({ severity }) => severity === 'error')) return findings
  const start = { file: file.path, line: 1, column: 1 }
  if (!given || given.is === 'nothing')
    return error('buildspec-empty', start, ['holds nothing', 'begin the file with: version: 0.2'])
  if (given.is !== 'map')
    return error('buildspec-type', given.at, [
      `the file is ${describe(given)} where a mapping belongs`,
      'begin the file with: version: 0.2',
    ])
  return [...findings, ...checkVersion(given), ...checkRoot(given), ...habits(given)].sort(
    (one, other) => place(one) - place(other),
  )
}
