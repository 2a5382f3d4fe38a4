import { spawnSync } from 'node:child_process'
import { fault } from '#model'
import type { Sources } from './manifest.ts'
import { packFolder } from './pack-folder.ts'

/** Where functions are built. */
export interface BuildPlace {
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
}

// A build is code of the repository: it is told nothing that it could act with.
const secretive = /^(AWS_|ACTIONS_|INPUT_|GITHUB_TOKEN$|GH_TOKEN$)/

// A local Lambda runs functions on this machine, whatever processor they are for: npm is told so in its own words.
// https://docs.npmjs.com/cli/v11/using-npm/config#cpu
const isLocal = (endpoint = '') => /^http:\/\/(127\.0\.0\.1|localhost)(:|$)/.test(endpoint)
const here = { npm_config_os: process.platform, npm_config_cpu: process.arch }

const run = (command: string, { root, env }: BuildPlace): void => {
  const known = {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !secretive.test(name))),
    ...(isLocal(env.AWS_ENDPOINT_URL) && here),
  }
  // What it says goes where it hides no result of ours.
  const { status, error } = spawnSync(command, { cwd: root, env: known, shell: true, stdio: ['ignore', 2, 2] })
  if (status !== 0)
    throw fault({
      at: command,
      code: 'function-not-built',
      says: `this command of a function ${error ? `does not run: ${error.message}` : `ends with ${status ?? 'a signal'}`}`,
      fix: 'run it in the root of the repository, and mend what it says above',
      exit: 1,
      cause: error,
    })
}

/** Builds the functions that are built, each command once, and packages their folders. */
export const packCode = (place: BuildPlace): Sources['pack'] => {
  const done = new Set<string>()
  const pack = packFolder(place.root)
  return ({ folder, build }) => {
    if (build !== undefined && !done.has(build)) run(build, place)
    if (build !== undefined) done.add(build)
    return pack(folder)
  }
}
