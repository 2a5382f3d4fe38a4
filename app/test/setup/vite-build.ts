import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')
const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js')

type Build = { config?: string; outDir: string; env?: Record<string, string> }

/** Builds as `npm run build` does: in a process of its own, since NODE_ENV is "test" in this one and React heeds it. */
export async function viteBuild({ config = 'vite.config.ts', outDir, env }: Build): Promise<void> {
  const { NODE_ENV: _, ...inherited } = process.env
  const args = [vite, 'build', '--config', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error']
  await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...inherited, ...env } })
}
