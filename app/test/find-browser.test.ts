import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findBrowser } from './setup/find-browser.ts'

const folderWith = (program: string, mode: number): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-browser-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(dirname(join(folder, program)), { recursive: true })
  writeFileSync(join(folder, program), '')
  chmodSync(join(folder, program), mode)
  return folder
}

test('a browser on the PATH comes first', () => {
  const bin = folderWith('chromium-browser', 0o755)
  const cache = folderWith('chromium-1200/chrome-linux64/chrome', 0o755)
  expect(findBrowser({ PATH: `/nowhere:${bin}`, PLAYWRIGHT_BROWSERS_PATH: cache })).toBe(join(bin, 'chromium-browser'))
})

test("without one on the PATH, Playwright's newest download is taken", () => {
  const cache = folderWith('chromium-1200/chrome-linux64/chrome', 0o755)
  mkdirSync(join(cache, 'chromium-1199'))
  const found = findBrowser({ PATH: '', PLAYWRIGHT_BROWSERS_PATH: cache })
  expect(found).toBe(join(cache, 'chromium-1200/chrome-linux64/chrome'))
})
