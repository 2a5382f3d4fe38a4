import { describe, error, type Findings, type GivenMap, valueIn, warning } from './given.ts'

/** The version as it is written. */
export const versionOf = (root: GivenMap): string | undefined => {
  const value = valueIn(root, 'version')
  return value?.is === 'text' ? value.text.trim() : undefined
}

/**
 * The version: 0.2, or 0.1 for files that are left as they are.
 * AWS CodeBuild User Guide, "Build specification reference", buildspec versions.
 */
export const checkVersion = (root: GivenMap): Findings => {
  const value = valueIn(root, 'version')
  const version = versionOf(root)
  if (!value) return error('version-missing', root.at, ['there is no version', 'begin the file with: version: 0.2'])
  if (version === '0.2') return []
  if (version === '0.1')
    return warning('version-old', value.at, [
      'version 0.1 runs every command in a shell of its own: cd and export are forgotten',
      'write version: 0.2',
    ])
  return error('version-unknown', value.at, [`the version is ${describe(value)}`, 'write version: 0.2'])
}
