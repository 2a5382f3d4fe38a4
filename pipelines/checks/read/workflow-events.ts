import { parse } from 'yaml'
import { readPlainYaml } from '#cfn/analysis/plain-yaml.ts'
import type { Place } from '#model'
import { keepLast } from './keep.ts'
import { placesIn } from './places.ts'
import type { Text } from './text.ts'
import { listOf, recordOf } from './walk.ts'

/** Branches that start a workflow. */
export interface ReadEvent {
  readonly event: 'push' | 'pull_request'
  readonly branches: readonly string[]
  readonly at: () => Place
}

/** A workflow's text as a value; undefined when it is no YAML. */
export const workflowValue = (text: string): unknown => {
  try {
    return readPlainYaml(text) ?? parse(text, { logLevel: 'silent', uniqueKeys: false })
  } catch {
    return undefined
  }
}

/** The branches whose pushes and pull requests start a workflow. No branch stands for every one. */
export const readEvents: (file: Text) => readonly ReadEvent[] = keepLast(16, (file) => {
  const { on } = recordOf(workflowValue(file.text))
  const at = placesIn(file)
  const named = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(recordOf(on))
  return (['push', 'pull_request'] as const)
    .filter((event) => named.includes(event))
    .map((event) => ({
      event,
      branches: listOf(recordOf(recordOf(on)[event]).branches).map(String),
      at: () => at('on', event, 'branches'),
    }))
})
