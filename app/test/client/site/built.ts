import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { viteBuild } from '../../setup/vite-build.ts'

/** The release that the page of the tests names. */
export const release = '0123456789abcdef0123456789abcdef01234567'

let folder: Promise<string> | undefined

/** The folder of the page as it is released: built once for all tests of a worker. */
export function built(): Promise<string> {
  folder ??= build()
  return folder
}

async function build(): Promise<string> {
  const outDir = mkdtempSync(join(inject('scratch'), 'page-'))
  await viteBuild({ outDir, env: { VITE_RELEASE: release } })
  return outDir
}
