// Every golden template, buildspec and workflow through `launchway check`: cfn-lint, AWS's validator, GitHub's language
// service and the rules of this package. Not one finding without a reason, warnings included.
import { spawnSync } from 'node:child_process'
import { goldenFiles, unexplained } from './gate.mjs'
import { root } from './install.mjs'

const files = goldenFiles(/\/(cfn|buildspecs)\/out\/.*\.ya?ml$|\/\.github\/workflows\/.*\.ya?ml$/)
const required = process.argv.includes('--require-tools') ? ['--require-cfn-lint'] : []
const done = spawnSync(process.execPath, ['dist/cli.js', 'check', '--json', ...required, ...files], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
})
process.stderr.write(done.stderr)
const findings = done.stdout.trim().startsWith('[') ? JSON.parse(done.stdout) : undefined
const lines = unexplained(
  'launchway check',
  (findings ?? []).map(({ file, line, code, message }) => ({ rule: code, where: `${file}:${line}`, says: message })),
)
for (const each of lines) console.log(each)
console.log(findings ? `golden deliveries: ${files.length} files, ${lines.length} problems` : done.stdout)
process.exitCode = findings && lines.length === 0 ? 0 : 1
