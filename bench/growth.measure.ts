// One measurement, a process of its own: the configuration, every file, the own checks of all of them unless only
// `generate` is asked for, and the files written to a folder. Processor time, all threads together: what else the machine does takes no part in it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkBuildspec } from '#buildspecs/check.ts'
import { check } from '#pipelines/checks/check.ts'
import { generatedFor } from '#pipelines/checks/read/expected.ts'
import { cruddur, many } from './growth.deliveries.ts'

const spent = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const [, , shape = 'cruddur', folder, only] = process.argv
const started = spent()
const made = shape === 'cruddur' ? cruddur() : many(Number(shape))
const files = generatedFor(made)
const generated = spent()
const buildspecs = files.filter(({ path }) => path.startsWith('buildspecs/out/'))
const findings = only === 'generate' ? [] : [...check(made, files), ...buildspecs.flatMap(checkBuildspec)]
const checked = spent()
if (folder) {
  mkdirSync(folder, { recursive: true })
  for (const { path, text } of files) writeFileSync(join(folder, path.replaceAll('/', '-')), text)
}
process.stdout.write(
  JSON.stringify({
    files: files.length,
    bytes: files.reduce((sum, { text }) => sum + text.length, 0),
    generateMs: generated - started,
    checkMs: checked - generated,
    errors: findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  }),
)
