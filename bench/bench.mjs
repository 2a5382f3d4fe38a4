// What "launchway generate" costs, cold and as a whole process, beside "cdk synth" of the same resources (bench/cdk), then
// how that grows with the services of a delivery (growth.mjs), then the bundled app under load (app/bench).
// It prints figures and asserts nothing:
//   node bench/bench.mjs [--runs <number>] [--rehearsal] [--without-growth] [--without-app] [--json]
//   node bench/bench.mjs app [--only first,post] [--rounds 5] [--seconds 4] …    the app alone
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { appFigures, printApp } from './app.mjs'
import { checks, growth, printChecks, printGrowth } from './growth.mjs'
import { installCdk } from './install-cdk.mjs'
import { memory, time } from './measure.mjs'
import { table } from './print-table.mjs'
import { rehearsalStages } from './rehearsal-stages.mjs'
import { compareResources } from './same-resources.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
if (process.argv[2] === 'app') {
  printApp(root, process.argv.slice(3))
  process.exit(0)
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    rehearsal: { type: 'boolean', default: false },
    'without-growth': { type: 'boolean', default: false },
    'without-app': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const runs = Math.max(1, Number.parseInt(values.runs, 10) || 7)
const cdk = join(root, 'bench', 'cdk')
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const inputs = ['launchway.config.ts', 'app/contract.ts']
const written = ['cfn', 'buildspecs', 'pipelines', '.github', '.launchway', 'cdk.out']

const say = (text) => process.stderr.write(`${text}\n`)
const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)]
const clean = ({ keeps = [] } = {}) => {
  for (const path of written) if (!keeps.includes(path)) rmSync(join(folder, path), { recursive: true, force: true })
}

// Both write everything each time, into an empty folder. cdk runs as its users run it, and at its best: its own program
// alone, with the validation of templates, which "generate" leaves to "check", switched off.
const cli = join(root, 'dist', 'cli.js')
const output = join(folder, 'cdk.out')
const synth = [join(cdk, 'node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--output', output]
const quiet = {
  CI: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_DISABLE_VERSION_CHECK: 'true',
  // Nothing to look up: no account, no network.
  AWS_REGION: 'ca-central-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: join(folder, 'none'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
}
const off = { ...quiet, CDK_VALIDATION: 'false' }
const commands = [
  { name: 'node, an empty program', given: ['-e', '0'], cwd: folder },
  { name: 'launchway generate', given: [cli, 'generate'], cwd: folder },
  { name: 'launchway generate, again', given: [cli, 'generate'], cwd: folder, keeps: ['.launchway'] },
  { name: 'cdk synth', given: synth, cwd: cdk, env: quiet },
  { name: 'cdk synth, validation off', given: synth, cwd: cdk, env: off },
  { name: 'cdk app alone, validation off', given: ['app.js'], cwd: cdk, env: { ...off, CDK_OUTDIR: output } },
]

const measured = async () => {
  const times = commands.map(() => [])
  const peaks = commands.map(() => [])
  // The first round only fills the disk's cache; then they take turns, so that a busy moment meets them all.
  for (let round = 0; round <= runs; round++) {
    for (const [at, command] of commands.entries()) {
      clean(command)
      const took = await time(command)
      if (round > 0) times[at].push(took)
    }
    say(round === 0 ? 'bench: warmed up' : `bench: round ${round} of ${runs}`)
  }
  for (let round = 0; round < Math.min(runs, 5); round++)
    for (const [at, command] of commands.entries()) {
      clean(command)
      peaks[at].push(await memory(command))
    }
  return commands.map(({ name }, at) => ({ name, ...timesOf(times[at]), ...peaksOf(peaks[at]) }))
}

const timesOf = (all) => ({ milliseconds: median(all), fastest: Math.min(...all), slowest: Math.max(...all) })

const peaksOf = (all) => {
  const sum = (processes) => processes.reduce((total, { kilobytes }) => total + kilobytes, 0) / 1024
  const largest = (processes) => Math.max(...processes.map(({ kilobytes }) => kilobytes)) / 1024
  const inMiddle = all.find((processes) => sum(processes) === median(all.map(sum)))
  return {
    // The command's own process comes first, and its processor time holds that of the ones it waited for.
    processor: median(all.map(([main]) => main.cpu)),
    megabytes: median(all.map(largest)),
    megabytesOfAll: median(all.map(sum)),
    processes: inMiddle.map(({ program, kilobytes }) => ({ program, megabytes: kilobytes / 1024 })),
  }
}

const ratiosOf = (rows) => {
  const ours = rows.find(({ name }) => name === 'launchway generate')
  return rows
    .filter(({ name }) => name.startsWith('cdk'))
    .map((row) => ({
      name: row.name,
      time: row.milliseconds / ours.milliseconds,
      processor: row.processor / ours.processor,
      memory: row.megabytes / ours.megabytes,
      memoryOfAll: row.megabytesOfAll / ours.megabytesOfAll,
    }))
}

const print = ({ rows, ratios, same, checked, grown, stages }) => {
  const one = (number) => number.toFixed(1)
  const whole = (number) => number.toFixed(0)
  const processes = (row) => row.processes.map(({ program, megabytes }) => `${program} ${whole(megabytes)}`).join(' + ')
  console.log(
    `\nNode ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} processors, ${runs} runs\n`,
  )
  console.log(
    table(
      [
        'cold, a whole process',
        'median ms',
        'fastest',
        'slowest',
        'processor ms',
        'peak MB',
        'all processes, each at its peak',
      ],
      rows.map((row) => [
        row.name,
        ...[row.milliseconds, row.fastest, row.slowest, row.processor, row.megabytes].map(whole),
        processes(row),
      ]),
    ),
  )
  console.log('')
  console.log(
    table(
      ['beside launchway generate', 'time', 'processor', 'peak', 'all memory'],
      ratios.map((row) => [
        row.name,
        ...[row.time, row.processor, row.memory, row.memoryOfAll].map((ratio) => `${one(ratio)}×`),
      ]),
    ),
  )
  const verdict = same.differences.length === 0 ? 'the same in both' : 'NOT the same:'
  console.log(`\nResources: ${same.launchway} and ${same.cdk} of ${same.types} types, ${verdict}`)
  for (const { type, launchway, cdk: theirs } of same.differences)
    console.log(`  ${type}: ${launchway} by launchway, ${theirs} by cdk`)
  printChecks(checked)
  if (grown) printGrowth(grown)
  if (stages) {
    console.log('')
    console.log(
      table(
        ['stage of the rehearsal', 'seconds'],
        stages.map(({ title, seconds }) => [title, one(seconds)]),
      ),
    )
  }
}

try {
  if (!existsSync(cli)) throw new Error('dist/ is missing: run "npm run build" first')
  installCdk(cdk)
  for (const input of inputs) {
    mkdirSync(dirname(join(folder, input)), { recursive: true })
    cpSync(join(root, input), join(folder, input))
  }
  // Compared before anything is measured: figures about different things would say nothing.
  clean()
  await time(commands[1])
  await time(commands.at(-1))
  const same = compareResources(join(folder, 'cfn/out/production'), output)
  const rows = await measured()
  const checked = await checks({ runs: Math.min(runs, 5) })
  const grown = values['without-growth'] ? undefined : await growth({ runs: Math.min(runs, 3), withCdk: true })
  const stages = values.rehearsal ? await rehearsalStages(root) : undefined
  const result = {
    node: process.version,
    runs,
    rows,
    ratios: ratiosOf(rows),
    same,
    checked,
    ...(grown && { grown }),
    ...(stages && { stages }),
    ...(values.json && !values['without-app'] && { app: appFigures(root) }),
  }
  if (values.json) console.log(JSON.stringify(result, null, 2))
  else {
    print(result)
    if (!values['without-app']) printApp(root)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
