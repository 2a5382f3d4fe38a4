import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

/** The folder of the functions; each with an `index.ts` is one. */
export const functionsFolder = import.meta.dirname

/** What a function is bundled for: this machine, or the processor that Lambda runs it on. */
export type Bundling = { readonly into: string; readonly isForLambda?: boolean }

/**
 * Bundles a function into one `index.mjs`. sharp is programs for one kind of machine and cannot be bundled: here the
 * bundle points at the one that is installed, on Lambda it lies beside.
 */
export async function buildFunction(name: string, { into, isForLambda = false }: Bundling): Promise<void> {
  const installed = () => pathToFileURL(createRequire(join(functionsFolder, 'index.js')).resolve('sharp')).href
  await build({
    configFile: false,
    root: join(functionsFolder, '..'),
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: ['sharp', 'pg-native'] },
    build: {
      ssr: join(functionsFolder, name, 'index.ts'),
      outDir: into,
      emptyOutDir: true,
      target: 'node20',
      minify: true,
      rolldownOptions: {
        output: {
          entryFileNames: 'index.mjs',
          codeSplitting: false,
          ...(!isForLambda && { paths: { sharp: installed() } }),
        },
      },
    },
  })
}
