// One measurement in a process of its own: the configuration, every file, and the own checks of all of them. Processor
// time, all threads together: what else the machine does takes no part in it.
import { checkBuildspec } from '#buildspecs/check.ts'
import { check } from '#pipelines/checks/check.ts'
import { generate } from '#pipelines/generate.ts'
import { cruddur, many } from './growth.deliveries.ts'

const shape = process.argv[2] ?? 'cruddur'
const spent = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const started = spent()
const made = shape === 'cruddur' ? cruddur() : many(Number(shape))
const files = generate(made)
const generated = spent()
const findings = [
  ...check(made, files),
  ...files.filter(({ path }) => path.startsWith('buildspecs/out/')).flatMap(checkBuildspec),
]
const checked = spent()
process.stdout.write(
  JSON.stringify({
    files: files.length,
    bytes: files.reduce((sum, { text }) => sum + text.length, 0),
    generateMs: generated - started,
    checkMs: checked - generated,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    errors: findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  }),
)
