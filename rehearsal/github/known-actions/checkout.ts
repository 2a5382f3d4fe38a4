import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { StepFailure } from '../refusal.ts'
import type { KnownAction } from './known-action.ts'

/** Fetches the run's commit, and only that, from the bare repository. https://github.com/actions/checkout */
export const checkout: KnownAction = async ({ input, state }) => {
  const { slug, path } = state.repository
  const other = input('repository')
  if (other !== '' && other.toLowerCase() !== slug.toLowerCase())
    throw new StepFailure(`the local runner checks out ${slug} only, not ${other}`)
  const level = state.admission.permissions.contents
  if (level !== 'read' && level !== 'write')
    throw new StepFailure(
      `Repository '${slug}' not found: the job's permissions have no "contents: read", without which a private repository cannot be read`,
    )
  const target = join(state.places.workspace, input('path'))
  await mkdir(target, { recursive: true })
  const depth = input('fetch-depth') || '1'
  const wanted = input('ref') || state.identity.sha
  const git = async (...args: readonly string[]) => {
    const said: string[] = []
    const exit = await state.run({
      command: 'git',
      args,
      cwd: target,
      env: { ...state.env, GIT_TERMINAL_PROMPT: '0' },
      onLine: (line) => said.push(line),
    })
    if (exit.code !== 0) throw new StepFailure(`git ${args[0]} failed: ${said.join(' ')}`)
  }
  await git('init', '--quiet', '.')
  await git('remote', 'add', 'origin', pathToFileURL(path).href)
  const only = depth === '0' ? [] : [`--depth=${depth}`]
  await git('fetch', '--quiet', '--no-tags', ...only, 'origin', wanted)
  await git('-c', 'advice.detachedHead=false', 'checkout', '--quiet', '--force', '--detach', 'FETCH_HEAD')
  state.say(`checked out ${wanted}`)
  return { ref: state.identity.ref, commit: state.identity.sha }
}
