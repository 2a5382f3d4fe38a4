// How generating and checking grow: Cruddur, then 6, 12, 25 and 50 services in four environments. Prints one row each, and the
// exponent of the growth from 25 to 50 services (1 is linear).  node bench/growth.mjs [--json] [--runs 5]
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { packages } from '../scripts/packages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const argument = process.argv.indexOf('--runs')
const runs = argument < 0 ? 5 : Number(process.argv[argument + 1])
const folder = join(root, '.launchway', 'bench')
const bundle = join(folder, `growth-${process.pid}.mjs`)
const middle = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]

mkdirSync(folder, { recursive: true })
try {
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/growth.measure.ts'],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [packages],
    logLevel: 'warning',
  })
  const measure = (shape) => {
    const all = Array.from({ length: runs }, () =>
      JSON.parse(execFileSync(process.execPath, [bundle, shape], { encoding: 'utf8' })),
    )
    const [first] = all
    return {
      shape: shape === 'cruddur' ? 'Cruddur' : `${shape} services × 4 environments`,
      files: first.files,
      kilobytes: Math.round(first.bytes / 1000),
      generateMs: Math.round(middle(all.map(({ generateMs }) => generateMs))),
      checkMs: Math.round(middle(all.map(({ checkMs }) => checkMs))),
      peakMiB: Math.round(middle(all.map(({ peakMiB }) => peakMiB))),
      errors: first.errors,
    }
  }
  const rows = ['cruddur', '6', '12', '25', '50'].map(measure)
  const [half, whole] = rows.slice(-2)
  const exponent = (key) => Number((Math.log2(whole[key] / half[key]) / Math.log2(whole.files / half.files)).toFixed(2))
  const growth = { generate: exponent('generateMs'), check: exponent('checkMs'), memory: exponent('peakMiB') }
  if (process.argv.includes('--json')) console.log(JSON.stringify({ rows, growth }, null, 2))
  else {
    console.table(rows.map(({ errors, ...row }) => ({ ...row, errors: errors.length })))
    console.log('growth from 25 to 50 services, by files (1 is linear):', growth)
  }
} finally {
  rmSync(bundle, { force: true })
}
