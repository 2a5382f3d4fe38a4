import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, findBrowser, howToGetOne } from './find-browser.ts'

const run = promisify(execFile)

/** Gets a Chromium by what the machine offers: root's package manager, else Playwright's download. */
export async function installBrowser(env: NodeJS.ProcessEnv): Promise<Browser> {
  const reasons: string[] = []
  for (const [name, install] of waysOf(env)) {
    console.log(`no Chromium found: trying ${name}…`)
    try {
      await install()
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string }
      const lines = (stderr || message).trim().split('\n')
      reasons.push(`${name}: ${(lines.find((line) => /^\s*(e|error)\b:/i.test(line)) ?? lines[0] ?? '').trim()}`)
    }
    const path = findBrowser(env)
    if (path) return { path }
  }
  return { missing: `no Chromium here, and none could be installed (${reasons.join('; ')}); ${howToGetOne}` }
}

function waysOf(env: NodeJS.ProcessEnv): readonly (readonly [string, () => Promise<unknown>])[] {
  const apt = '/usr/bin/apt-get'
  const isRootOnDebian = process.getuid?.() === 0 && existsSync(apt) && existsSync('/etc/debian_version')
  const quickly = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10', '-qq']
  const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 240_000 }
  const debian = async (): Promise<void> => {
    await run(apt, [...quickly, 'update'], options)
    await run(apt, [...quickly, 'install', '-y', '--no-install-recommends', 'chromium'], options)
  }
  const cli = join(createRequire(import.meta.url).resolve('playwright-core/package.json'), '..', 'cli.js')
  const download = (): Promise<unknown> =>
    run(process.execPath, [cli, 'install', 'chromium-headless-shell'], { env, timeout: 240_000 })
  return [...(isRootOnDebian ? ([["Debian's package", debian]] as const) : []), ["Playwright's download", download]]
}
