import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fault } from '#model'
import { type CommittedManifest, type Manifest, manifestOf, manifestPath } from './manifest.ts'
import { type BuildPlace, packCode } from './pack-code.ts'

const read = (root: string, path: string): string => {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch (cause) {
    throw fault({
      at: path,
      code: 'generated-file-missing',
      says: 'this generated file cannot be read',
      fix: 'run "launchway generate" and commit what it writes',
      cause,
    })
  }
}

const parse = (text: string, path: string): CommittedManifest => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw fault({
      at: path,
      code: 'manifest-malformed',
      says: 'this manifest is no JSON',
      fix: 'run "launchway generate" and commit what it writes',
      cause,
    })
  }
}

/** The committed manifest of an environment with its templates, from the root of a repository. */
export const readManifest = (place: BuildPlace, environment: string, path = manifestPath(environment)): Manifest =>
  manifestOf(parse(read(place.root, path), path), { read: (file) => read(place.root, file), pack: packCode(place) })
