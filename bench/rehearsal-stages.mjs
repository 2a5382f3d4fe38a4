import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The stages of one rehearsal, each with its seconds, as the rehearsal itself tells them. */
export const rehearsalStages = async (root) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/cli.js', 'rehearse', '--once', '--json'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(stdout).stages
}
