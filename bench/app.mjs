import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const run = (root, given, output) => {
  const options = { cwd: join(root, 'app'), stdio: ['ignore', output, 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 24 }
  const { status, stdout, error } = spawnSync(process.execPath, ['bench/start.js', ...given], options)
  if (error || status !== 0) throw error ?? new Error(`the bench of the app ended with ${status}`)
  return stdout
}

/** Runs the bench of the bundled app, which prints its figures. */
export const printApp = (root, given = []) => void run(root, given, 'inherit')

/** The figures of the bench of the bundled app. */
export const appFigures = (root) => JSON.parse(run(root, ['--json'], 'pipe'))
