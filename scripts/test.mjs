// Every test: this package's, then the bundled app's. What is given is handed to the first: npm test -- test/model
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const given = process.argv.slice(2)

const run = (folder, ...args) => {
  const done = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args], {
    cwd: `${root}${folder}`,
    stdio: 'inherit',
  })
  return done.status === 0
}

const ours = run('.', ...given)
const app = given.length > 0 || run('app')
process.exitCode = ours && app ? 0 : 1
