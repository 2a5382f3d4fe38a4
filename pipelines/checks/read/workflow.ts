import { isRecord } from '#cfn/analysis/template.ts'
import type { Place } from '#model'
import { keepLast } from './keep.ts'
import { placesIn } from './places.ts'
import type { Text } from './text.ts'
import { listOf, recordOf } from './walk.ts'
import { workflowValue } from './workflow-events.ts'

/** A step of a workflow that takes a role. */
export interface Login {
  readonly path: string
  readonly job: string
  readonly role: string
  readonly audience: string
  /** How the subject of the job's token ends, for each event that starts it; `*` where any branch may stand. */
  readonly ends: readonly string[]
  /** What the job's steps run. */
  readonly scripts: readonly string[]
  readonly at: () => Place
}

const isFixed = (value: unknown): value is string => typeof value === 'string' && !value.includes('${{')

const endsOfPush = (given: unknown): readonly string[] => {
  const { branches, tags } = recordOf(given)
  const heads = listOf(branches).map((each) => `ref:refs/heads/${String(each).replace(/\*+/g, '*')}`)
  const named = listOf(tags).map((each) => `ref:refs/tags/${String(each).replace(/\*+/g, '*')}`)
  return heads.length + named.length > 0 ? [...heads, ...named] : ['ref:refs/heads/*']
}

/**
 * How subjects end: an environment hides the ref, a pull request has none.
 * https://docs.github.com/actions/reference/security/oidc
 */
const endsOf = (on: Readonly<Record<string, unknown>>, job: Readonly<Record<string, unknown>>): readonly string[] => {
  const environment = isRecord(job.environment) ? job.environment.name : job.environment
  if (environment !== undefined) return isFixed(environment) ? [`environment:${environment}`] : []
  const named = [...String(job.if ?? '').matchAll(/github\.event_name == '(\w+)'/g)].map((each) => each[1])
  return Object.entries(on)
    .filter(([event]) => named.length === 0 || named.includes(event))
    .flatMap(([event, given]) =>
      event === 'push' ? endsOfPush(given) : event === 'pull_request' ? ['pull_request'] : ['ref:refs/heads/*'],
    )
}

const eventsOf = (on: unknown): Readonly<Record<string, unknown>> =>
  isRecord(on) ? on : Object.fromEntries(listOf(on).map((each) => [String(each), undefined]))

/** The steps of a workflow that take a role; none when its text is no YAML. */
export const readLogins: (file: Text) => readonly Login[] = keepLast(16, (file) => {
  const root = recordOf(workflowValue(file.text))
  const at = placesIn(file)
  return Object.entries(recordOf(root.jobs)).flatMap(([id, job]) =>
    listOf(recordOf(job).steps).flatMap((step, index): readonly Login[] => {
      const given = recordOf(recordOf(step).with)
      const role = given['role-to-assume']
      if (!isFixed(role)) return []
      return [
        {
          path: file.path,
          job: id,
          role,
          audience: isFixed(given.audience) ? given.audience : 'sts.amazonaws.com',
          ends: endsOf(eventsOf(root.on), recordOf(job)),
          scripts: listOf(recordOf(job).steps).map((each) => String(recordOf(each).run ?? '')),
          at: () => at('jobs', id, 'steps', index, 'with', 'role-to-assume'),
        },
      ]
    }),
  )
})
