import { accessSync, constants, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Where Chromium is, or why there is none and how to get one. */
export type Browser = { readonly path: string } | { readonly missing: string }

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']

const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The programs of Playwright's downloads, by platform; older ones say chrome-linux, newer ones chrome-linux64. */
const inDownload = [
  'chrome-linux64/chrome',
  'chrome-linux/chrome',
  'chrome-headless-shell-linux64/chrome-headless-shell',
  'chrome-linux/headless_shell',
  'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-win64/chrome.exe',
]

/** For whoever has none. */
export const howToGetOne =
  'install chromium with your package manager, or run "npx playwright-core install --with-deps chromium"'

/** A Chromium on the PATH, in Playwright's cache, or among the applications. */
export function findBrowser(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...inCache(env), ...applications].find(isProgram)
}

function inCache(env: NodeJS.ProcessEnv): readonly string[] {
  const home = homedir()
  const caches = [
    env.PLAYWRIGHT_BROWSERS_PATH,
    join(home, '.cache/ms-playwright'),
    join(home, 'Library/Caches/ms-playwright'),
    env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'ms-playwright'),
  ]
  return caches
    .filter((cache) => cache !== undefined && cache !== '')
    .flatMap((cache) => chromiums(cache!).map((folder) => join(cache!, folder)))
    .flatMap((folder) => inDownload.map((program) => join(folder, program)))
}

function chromiums(cache: string): readonly string[] {
  try {
    return readdirSync(cache)
      .filter((name) => name.startsWith('chromium'))
      .sort()
      .reverse()
  } catch {
    return []
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
