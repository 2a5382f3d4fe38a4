// The generated sources of this package itself: resource types, workflow types, replacement facts, custom actions.
// With --check nothing is written; it fails when a committed file is stale.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { packages } from './packages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')
// As deep as the sources, which find the repository from where they lie.
const bundle = join(root, '.launchway', 'generators', `${process.pid}.mjs`)

await build({
  absWorkingDir: root,
  entryPoints: ['scripts/generate/all.ts'],
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  plugins: [packages],
  logLevel: 'warning',
})
try {
  const { allGenerated } = await import(pathToFileURL(bundle).href)
  const stale = (await allGenerated(root)).filter(({ path, text }) => {
    try {
      return readFileSync(join(root, path), 'utf8') !== text
    } catch {
      return true
    }
  })
  for (const { path, text } of stale) {
    if (!check) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    console.log(`${check ? 'stale:' : 'wrote'} ${path}`)
  }
  process.exitCode = check && stale.length > 0 ? 1 : 0
} finally {
  rmSync(bundle, { force: true })
}
