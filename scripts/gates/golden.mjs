// Every golden template, buildspec and workflow through `launchway check`: cfn-lint, AWS's validator, GitHub's language
// service and the rules of this package. Not one finding, warnings included.
import { spawnSync } from 'node:child_process'
import { goldenFiles } from './gate.mjs'
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
for (const { file, line, code, message } of findings ?? []) console.log(`${file}:${line}: ${message} [${code}]`)
console.log(findings ? `golden deliveries: ${files.length} files, ${findings.length} findings` : done.stdout)
process.exitCode = findings?.length === 0 ? 0 : 1
