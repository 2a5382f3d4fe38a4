import { join } from 'node:path'
import { build } from 'esbuild'

/** Bundles a source file into a directory as the package does, and gives the path of the bundle. */
export const bundle = async (source: string, directory: string): Promise<string> => {
  const outfile = join(directory, `${source.split('/').pop()?.replace(/\.ts$/, '')}.mjs`)
  await build({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' })
  return outfile
}
