import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { installCommands } from '../../../rehearsal/commands/install-commands.ts'

const entries = join(import.meta.dirname, '../../../rehearsal/commands')

/** Bundles the commands as the product does and installs them into a directory for a build's PATH. */
export const bundledCommands = async (): Promise<{
  readonly directory: string
  readonly remove: () => Promise<void>
}> => {
  const home = await mkdtemp(join(tmpdir(), 'launchway-commands-'))
  await build({
    entryPoints: ['docker', 'aws', 'curl'].map((name) => join(entries, `${name}.ts`)),
    outdir: home,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  })
  const bundles = { docker: join(home, 'docker.mjs'), aws: join(home, 'aws.mjs'), curl: join(home, 'curl.mjs') }
  return {
    directory: await installCommands(join(home, 'bin'), bundles),
    remove: () => rm(home, { recursive: true, force: true }),
  }
}
