// Bundles the sources into dist/: the library that configurations import, the command line, and the programs that the
// local AWS starts. One process, no configuration: node scripts/build.mjs [folder]
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { builtIns, packages } from './packages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const into = process.argv[2] ?? `${root}dist`
const staging = `${root}dist-${process.pid}`

rmSync(staging, { recursive: true, force: true })
mkdirSync(staging, { recursive: true })
try {
  await build({
    absWorkingDir: root,
    entryPoints: {
      index: 'model/index.ts',
      cfn: 'cfn/index.ts',
      cli: 'scripts/cli.ts',
      watchdog: 'rehearsal/processes/watchdog.ts',
      docker: 'rehearsal/commands/docker.ts',
      aws: 'rehearsal/commands/aws.ts',
      curl: 'rehearsal/commands/curl.ts',
      'check-worker': 'scripts/rehearsal/check-worker.ts',
      'function-runtime': 'rehearsal/lambda/runtime/bootstrap.ts',
      'prepare-cfn-lint': 'scripts/linters/prepare.ts',
    },
    outdir: staging,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [builtIns, packages],
    // Node reads all of a file before it runs any of it. Names stay: they stand in the traces of errors.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    logLevel: 'warning',
    // Beside the entries: code in a chunk finds its neighbours by its own URL.
    chunkNames: 'chunk-[hash]',
  })
  // Swapped in whole: a build that is killed half-way leaves the old one.
  rmSync(into, { recursive: true, force: true })
  renameSync(staging, into)
} finally {
  rmSync(staging, { recursive: true, force: true })
}
