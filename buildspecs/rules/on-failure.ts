import { instead } from '#model/nearest.ts'
import { error, type Findings, type GivenEntry, warning } from './given.ts'
import { text } from './shapes.ts'

const kinds = ['ABORT', 'CONTINUE', 'RETRY']
const most = 100

/**
 * What follows a failed phase: ABORT, CONTINUE, RETRY, RETRY-<count>, RETRY-<regex> or RETRY-<count>-<regex>.
 * AWS CodeBuild User Guide, "Build specification reference", on-failure.
 */
export const onFailure = (entry: GivenEntry): Findings => {
  const { value } = entry
  if (value.is !== 'text') return text(entry)
  const [, kind = '', rest] = /^([^-]*)(?:-([\s\S]*))?$/.exec(value.text.trim()) ?? []
  const known = kinds.includes(kind.toUpperCase())
  if (!known || (rest !== undefined && kind.toUpperCase() !== 'RETRY') || rest === '')
    return error('on-failure-unknown', value.at, [
      `"on-failure" is "${value.text}"`,
      known ? 'write ABORT, CONTINUE, RETRY, RETRY-3 or RETRY-3-<regular expression>' : instead(kind, kinds),
    ])
  const count = /^\d+(?=-|$)/.exec(rest ?? '')?.[0]
  if (count !== undefined && Number(count) > most)
    return error('on-failure-unknown', value.at, [
      `"on-failure" retries ${count} times`,
      `give a count from 0 to ${most}`,
    ])
  return kinds.includes(kind)
    ? []
    : warning('on-failure-unknown', value.at, [
        `"on-failure" is "${value.text}"`,
        `write it as documented: ${kind.toUpperCase()}${rest === undefined ? '' : `-${rest}`}`,
      ])
}
