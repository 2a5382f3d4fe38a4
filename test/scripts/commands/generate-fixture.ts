import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import {
  buildCli,
  type Ended,
  launchway,
  makeRepository,
  type Repository,
  removeCli,
  smallConfig,
} from '../command-line.ts'

/** The built command, and the repository of a test. */
export const here = {} as { cli: string; repository: Repository }
beforeAll(() => {
  here.cli = buildCli()
})
afterAll(removeCli)
beforeEach(() => {
  here.repository = makeRepository()
})
afterEach(() => here.repository.remove())

/** Runs the command in that repository. */
export const run = (...given: readonly string[]): Promise<Ended> => launchway(here, 'generate', ...given)

/** Every file of the repository with its text, but for what git ignores. */
export const filesIn = (root = here.repository.root): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.slice(root.length).startsWith('/.launchway/'))
      .sort()
      .map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  )

/** The configuration with something changed. */
export const otherConfig = smallConfig.replace("health: '/health'", "health: '/other', cpu: 512, memory: 1024")
