// All gates in one command, each with the fix when it fails. Faster ones first; every gate runs, whatever failed before.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const options = ['--require-tools', '--without-tests']
const unknown = process.argv.slice(2).filter((each) => !options.includes(each))
if (unknown.length > 0) {
  console.error(`there is no option ${unknown.join(', ')}\n  fix: give none, or some of ${options.join(', ')}`)
  process.exit(2)
}
const required = process.argv.includes('--require-tools')
const untested = process.argv.includes('--without-tests')
const bin = (name) => `node_modules/.bin/${name}`

const gates = [
  ['types', [bin('tsc'), '-p', '.'], 'mend the lines above'],
  ['types of the app', ['npm', '--prefix', 'app', 'run', '--silent', 'typecheck'], 'mend the lines above'],
  ['format and lint', [bin('biome'), 'ci', '--error-on-warnings', '.'], 'npx biome check --write . mends most of it'],
  [
    'generated types and actions',
    ['node', 'scripts/regenerate.mjs', '--check'],
    'node scripts/regenerate.mjs, and commit what it writes',
  ],
  [
    'generated files of the delivery',
    ['node', 'dist/cli.js', 'generate', '--check'],
    'npm run generate, and commit what it writes',
  ],
  [
    'check of the delivery',
    ['node', 'dist/cli.js', 'check', ...(required ? ['--require-cfn-lint'] : [])],
    'mend the source of the finding, then npm run generate',
  ],
  [
    'pictures of the delivery',
    ['node', 'dist/cli.js', 'diagram', '--check'],
    'node dist/cli.js diagram, and commit what it writes',
  ],
  ...['golden', 'checkov', 'zizmor', 'actionlint'].map((name) => [
    `golden deliveries: ${name}`,
    // cfn-lint must run where tools are required; the others run where they can be had, and say so otherwise.
    ['node', `scripts/gates/${name}.mjs`, ...(required && name === 'golden' ? ['--require-tools'] : [])],
    'mend the generator, or add the reason to scripts/gates/reasons.mjs',
  ]),
  ['unused exports and dependencies', [bin('knip')], 'delete what nobody uses'],
  ['documents', ['node', 'scripts/check-docs.mjs'], 'mend the path or command in the document'],
  ...(untested ? [] : [['tests', ['npm', 'test'], 'mend the test or the code']]),
]

const failed = gates.filter(([name, [command, ...given], fix]) => {
  const started = performance.now()
  const done = spawnSync(command, given, { cwd: root, stdio: 'inherit' })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(done.status === 0 ? `✔ ${name} (${seconds} s)` : `✘ ${name} (${seconds} s)\n  fix: ${fix}`)
  return done.status !== 0
})
console.log(failed.length === 0 ? 'all gates passed' : `failed: ${failed.map(([name]) => name).join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
