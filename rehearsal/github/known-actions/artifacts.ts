// Artifacts of a run as folders. Nothing is zipped: the files that go in are the files that come out, without their
// permissions on GitHub. https://docs.github.com/actions/concepts/workflows-and-actions/workflow-artifacts
import { cp, mkdir, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { StepFailure } from '../refusal.ts'
import type { KnownAction } from './known-action.ts'

const none: Readonly<Record<string, string>> = {}

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}

const countFiles = async (folder: string): Promise<number> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile()).length

// Files and folders whose name begins with a dot stay out unless they are asked for.
const isHidden = (path: string, root: string): boolean =>
  path
    .slice(root.length)
    .split('/')
    .some((part) => part.startsWith('.'))

/** Keeps a folder or a file of the workspace for later jobs. https://github.com/actions/upload-artifact */
export const uploadArtifact: KnownAction = async ({ input, state }) => {
  const name = input('name') || 'artifact'
  const path = input('path').trim()
  if (/[*?\n]/.test(path)) throw new StepFailure(`the local runner uploads one file or folder, not "${path}"`)
  const target = join(state.places.artifacts, name)
  if (await exists(target))
    throw new StepFailure(
      'Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run',
    )
  const source = join(state.places.workspace, path)
  const hidden = input('include-hidden-files') === 'true'
  const missing = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`
  if (!(await exists(source))) {
    if (input('if-no-files-found') === 'error') throw new StepFailure(missing)
    state.say(missing)
    return none
  }
  await mkdir(target, { recursive: true })
  const isFile = (await stat(source)).isFile()
  await cp(source, isFile ? join(target, basename(source)) : target, {
    recursive: true,
    filter: (from) => hidden || !isHidden(from, source),
  })
  const files = await countFiles(target)
  if (files === 0 && input('if-no-files-found') === 'error') throw new StepFailure(missing)
  state.say(`kept ${files} files as artifact ${name}`)
  return { 'artifact-id': '1' }
}

/** Fetches one artifact, or all of them, each into a folder of its name. https://github.com/actions/download-artifact */
export const downloadArtifact: KnownAction = async ({ input, state }) => {
  const target = join(state.places.workspace, input('path'))
  const name = input('name')
  await mkdir(target, { recursive: true })
  if (name === '') {
    await cp(state.places.artifacts, target, { recursive: true })
    return { 'download-path': target }
  }
  const source = join(state.places.artifacts, name)
  if (!(await exists(source)))
    throw new StepFailure(`Unable to download artifact(s): Artifact not found for name: ${name}`)
  await cp(source, target, { recursive: true })
  state.say(`fetched ${await countFiles(source)} files of artifact ${name}`)
  return { 'download-path': target }
}
