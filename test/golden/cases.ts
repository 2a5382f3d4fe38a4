// The golden deliveries: one folder each, with a configuration and everything that is generated from it.
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Delivery, File } from '#model'
import { generate } from '#pipelines/generate.ts'

/** Where the cases lie. */
export const home = dirname(fileURLToPath(import.meta.url))

/** A golden delivery: its folder's name, its value, its files. */
export interface GoldenCase {
  readonly name: string
  readonly delivery: Delivery
  readonly files: readonly File[]
}

const load = async (name: string): Promise<GoldenCase> => {
  const { default: delivery } = await import(pathToFileURL(join(home, name, 'launchway.config.ts')).href)
  return { name, delivery, files: generate(delivery) }
}

/** Every case, by name. */
export const goldenCases = (): Promise<readonly GoldenCase[]> =>
  Promise.all(
    readdirSync(home)
      .filter((name) => existsSync(join(home, name, 'launchway.config.ts')))
      .sort()
      .map(load),
  )
