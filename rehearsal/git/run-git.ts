import { execFile } from 'node:child_process'

/** Runs git and gives its output; rejects with git's own words, or with the fix when git is not installed. */
export const runGit = (
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const settings = { ...options, encoding: 'buffer', maxBuffer: 1024 * 1024 * 1024 } as const
    execFile('git', [...args], settings, (error, out, err) => {
      if (!error) return resolve(out)
      if (error.code === 'ENOENT')
        return reject(new Error('git is not on PATH\n  fix: install git, the rehearsal needs it to stand for GitHub'))
      reject(new Error(`git ${args[0]}: ${err.toString().trim() || error.message}`, { cause: error }))
    })
  })
