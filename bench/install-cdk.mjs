import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// npm keeps what it installed beside it; the lockfile is newer only when it was changed since.
const isInstalled = (folder) => {
  const version = (path) => JSON.parse(readFileSync(path, 'utf8')).version
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies
  return Object.entries(wanted).every(([name, exact]) => {
    const path = join(folder, 'node_modules', name, 'package.json')
    return existsSync(path) && version(path) === exact
  })
}

/** Installs cdk as its lockfile says, once: some 200 MB that only this comparison needs. */
export const installCdk = (folder) => {
  if (isInstalled(folder)) return
  process.stderr.write('bench: installing aws-cdk-lib and cdk below bench/cdk (once, about 200 MB)\n')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_loglevel: 'error' },
  })
  if (done.status !== 0)
    throw new Error('"npm ci" failed in bench/cdk; it needs the network once: run "npm run bench" again with it')
}
