// What a build hands on: the files that `artifacts` names, as one zip.
// https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import picomatch from 'picomatch'
import type { ArtifactSpec } from './buildspec.ts'
import { filesBelow, matcher } from './matching-files.ts'
import { type ZipEntry, zip } from './zip.ts'

/** Fails UPLOAD_ARTIFACTS with status code CLIENT_ERROR. */
export class ArtifactError extends Error {}

const baseDirectories = async (source: string, pattern: string): Promise<readonly string[]> => {
  if (!/[*?[{]/.test(pattern)) return [pattern]
  const entries = await readdir(source, { withFileTypes: true })
  const matches = picomatch(pattern)
  return entries.filter((entry) => entry.isDirectory() && matches(entry.name)).map((entry) => entry.name)
}

/** The files of an artifact by their path in the zip. */
const artifactFiles = async (source: string, spec: ArtifactSpec): Promise<Record<string, ZipEntry>> => {
  const files: Record<string, ZipEntry> = {}
  const [wanted, unwanted] = [matcher(spec.files), matcher(spec.excludePaths)]
  for (const base of await baseDirectories(source, spec.baseDirectory)) {
    const directory = join(source, base)
    for (const path of await filesBelow(directory)) {
      if (!wanted(path) || unwanted(path)) continue
      const file = join(directory, path)
      const { mode } = await stat(file)
      files[spec.discardPaths ? basename(path) : path] = { data: await readFile(file), mode }
    }
  }
  return files
}

/** The zip of an artifact; refuses one without files, as CodeBuild does. */
export const artifactZip = async (source: string, spec: ArtifactSpec): Promise<Buffer> => {
  const files = await artifactFiles(source, spec)
  if (Object.keys(files).length === 0) {
    throw new ArtifactError(`no matching artifact paths found: ${spec.files.join(', ')} below "${spec.baseDirectory}"`)
  }
  return zip(files)
}
