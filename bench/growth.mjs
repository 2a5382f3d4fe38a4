// How generating and checking grow with the services of a delivery in four environments, beside aws-cdk-lib making the
// same resources: whole processes, processor time and peak memory, and the exponent of the growth from 25 to 50 services
// (1 is linear).  node bench/growth.mjs [--json] [--runs 3] [--without-cdk]
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { builtIns, packages } from '../scripts/packages.mjs'
import { memory } from './measure.mjs'
import { table } from './print-table.mjs'
import { compareResources } from './same-resources.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const cdk = join(root, 'bench', 'cdk')
const sizes = ['6', '12', '25', '50']
const environment = { CDK_VALIDATION: 'false', AWS_EC2_METADATA_DISABLED: 'true' }

// Packages are found from where the program lies.
const bundled = async (source) => {
  const home = join(root, '.launchway', 'bench')
  mkdirSync(home, { recursive: true })
  const outfile = join(home, `${source}-${process.pid}.mjs`)
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/${source}.ts`],
    outfile,
    bundle: true,
    minifyWhitespace: true,
    minifySyntax: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [builtIns, packages],
    logLevel: 'warning',
  })
  return outfile
}

// The least of some runs: what disturbs a run only ever adds to it.
const least = (numbers) => Math.min(...numbers)

const whole = async (runs, command) => {
  const all = []
  for (let run = 0; run < runs; run++) all.push((await memory(command))[0])
  return { processor: least(all.map(({ cpu }) => cpu)), megabytes: least(all.map(({ kilobytes }) => kilobytes)) / 1024 }
}

const measured = async (shape, { bundle, folder, runs, withCdk }) => {
  const ours = join(folder, `ours-${shape}`)
  const theirs = join(folder, `theirs-${shape}`)
  const parts = Array.from({ length: runs }, () =>
    JSON.parse(execFileSync(process.execPath, [bundle, shape, ours], { encoding: 'utf8' })),
  )
  const generating = await whole(runs, { given: [bundle, shape, ours, 'generate'], cwd: root })
  const checking = await whole(runs, { given: [bundle, shape, ours], cwd: root })
  const [{ files, bytes, errors }] = parts
  const row = {
    shape,
    files,
    kilobytes: Math.round(bytes / 1000),
    generate: least(parts.map(({ generateMs }) => generateMs)),
    check: least(parts.map(({ checkMs }) => checkMs)),
    generating,
    checking,
    errors,
  }
  if (!withCdk || shape === 'cruddur') return row
  const command = { given: ['growth.js', shape], cwd: cdk, env: { ...environment, CDK_OUTDIR: theirs } }
  return { ...row, cdk: await whole(Math.min(runs, 2), command), same: compareResources(ours, theirs) }
}

/** The rows of every size, and how fast they grow. */
export const growth = async ({ runs, withCdk }) => {
  const folder = mkdtempSync(join(tmpdir(), 'growth-'))
  const bundle = await bundled('growth.measure')
  try {
    const rows = []
    for (const shape of ['cruddur', ...sizes]) rows.push(await measured(shape, { bundle, folder, runs, withCdk }))
    const [half, all] = rows.slice(-2)
    const exponent = (of) => (of(half) === undefined ? undefined : Number(Math.log2(of(all) / of(half)).toFixed(2)))
    return {
      rows,
      exponents: {
        bytes: exponent((row) => row.kilobytes),
        generate: exponent((row) => row.generate),
        check: exponent((row) => row.check),
        memory: exponent((row) => row.checking.megabytes),
        cdk: exponent((row) => row.cdk?.processor),
        'memory of cdk': exponent((row) => row.cdk?.megabytes),
      },
    }
  } finally {
    rmSync(bundle, { force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The own checks of a delivery and of all its edited versions, in a process that has just started, and once more. */
export const checks = async ({ runs }) => {
  const bundle = await bundled('checks.measure')
  try {
    const all = Array.from({ length: runs }, () =>
      JSON.parse(execFileSync(process.execPath, [bundle], { encoding: 'utf8' })),
    )
    const [{ edits, first }] = all
    const of = (round, key) => least(all.map((each) => each[round][key]))
    const { alarms, across, inside } = first
    const clean = of('first', 'cleanMs')
    return { edits, alarms, across, inside, clean, cold: of('first', 'acrossMs'), warm: of('second', 'acrossMs') }
  } finally {
    rmSync(bundle, { force: true })
  }
}

/** Those checks for people. */
export const printChecks = ({ edits, alarms, across, inside, clean, cold, warm }) =>
  console.log(
    `\nOwn checks: of ${edits} edits ${across} are caught across files and ${inside} inside the file, with ${alarms} false ` +
      `alarms. Processor ms of the checks across files: ${clean.toFixed(0)} for the files as they are, ${cold.toFixed(0)} ` +
      `with all edits in a process that has just started, ${warm.toFixed(0)} in one that has run them once`,
  )

/** Those rows for people. */
export const printGrowth = ({ rows, exponents }) => {
  const figure = (number) => (number === undefined ? '' : number.toFixed(0))
  const ratio = (one, other) => (one === undefined ? '' : `${(one / other).toFixed(1)}×`)
  const headings = ['services × 4 environments', 'resources', 'kB', 'generate ms', 'own checks ms']
  const processes = ['process, generate', 'MB', 'with checks', 'MB', 'cdk', 'MB', 'time', 'memory']
  const lines = rows.map(({ shape, same, kilobytes, generate, check, generating, checking, cdk: theirs }) => [
    shape === 'cruddur' ? 'Cruddur, 1 environment' : shape,
    ...[same?.launchway, kilobytes, generate, check].map(figure),
    ...[generating, checking, theirs].flatMap((each) => [figure(each?.processor), figure(each?.megabytes)]),
    ratio(theirs?.processor, generating.processor),
    ratio(theirs?.megabytes, generating.megabytes),
  ])
  console.log(`\nGrowth, in processor time\n\n${table([...headings, ...processes], lines)}`)
  const said = Object.entries(exponents).filter(([, value]) => value !== undefined)
  console.log(`\nexponents from 25 to 50 services (1 is linear): ${said.map((each) => each.join(' ')).join(', ')}`)
  for (const { shape, same, errors } of rows) {
    if (errors.length > 0) console.log(`${shape}: own checks report ${errors.join(', ')}`)
    for (const { type, launchway, cdk: other } of same?.differences ?? [])
      console.log(`${shape}: NOT the same: ${type}: ${launchway} by launchway, ${other} by cdk`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      'without-cdk': { type: 'boolean', default: false },
    },
  })
  const isThere = existsSync(join(cdk, 'node_modules', 'aws-cdk-lib'))
  const runs = Number(values.runs)
  const result = {
    checks: await checks({ runs }),
    growth: await growth({ runs, withCdk: isThere && !values['without-cdk'] }),
  }
  if (values.json) console.log(JSON.stringify(result, null, 2))
  else {
    printChecks(result.checks)
    printGrowth(result.growth)
  }
}
