// One measurement in a process of its own: the configuration, every file, and the own checks of all of them.
import { checkBuildspec } from '#buildspecs/check.ts'
import { check } from '#pipelines/checks/check.ts'
import { generate } from '#pipelines/generate.ts'
import { cruddur, many } from './growth.deliveries.ts'

const shape = process.argv[2] ?? 'cruddur'
const started = performance.now()
const made = shape === 'cruddur' ? cruddur() : many(Number(shape))
const files = generate(made)
const generated = performance.now()
const findings = [
  ...check(made, files),
  ...files.filter(({ path }) => path.startsWith('buildspecs/out/')).flatMap(checkBuildspec),
]
const checked = performance.now()
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
