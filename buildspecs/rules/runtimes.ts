import { instead } from '#model/nearest.ts'
import { error, type Findings, type GivenEntry, type GivenMap, warning } from './given.ts'
import { keysOf, mapOf, text } from './shapes.ts'

const runtimes = ['android', 'dotnet', 'golang', 'java', 'nodejs', 'php', 'python', 'ruby']
// Images up to Ubuntu standard 2.0 and Amazon Linux 2 standard 1.0 chose Docker this way; later ones always have it.
const former = 'docker'

const version = (entry: GivenEntry): Findings => {
  const { value } = entry
  if (value.is !== 'text') return text(entry)
  const isShort = !value.quoted && /^\d+\.\d+0$/.test(value.text)
  return isShort
    ? warning('runtime-number', value.at, [
        `${entry.key} ${value.text} is a number, and ${Number(value.text)} is the same number`,
        `put quotes around it: ${entry.key}: "${value.text}"`,
      ])
    : []
}

/** The runtimes that an image of CodeBuild offers. AWS CodeBuild User Guide, "Available runtimes". */
export const runtimeVersions = mapOf((map: GivenMap, entry) => {
  if (map.entries.length === 0)
    return warning('buildspec-nothing', entry.at, [
      '"runtime-versions" names no runtime',
      'add one, such as nodejs: 22',
    ])
  const rules = Object.fromEntries([...runtimes, former].map((each) => [each, version]))
  return keysOf(map, rules, (other) =>
    error('runtime-unknown', other.at, [`there is no runtime "${other.key}"`, instead(other.key, runtimes)]),
  )
})
