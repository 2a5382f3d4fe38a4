// A workflow file as the local runner reads it. It refuses what it would not run as GitHub does.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
import { parse } from 'yaml'
import { Refusal } from './refusal.ts'

/** What GITHUB_TOKEN may do: each permission that is not named is `none`. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>

/** The filters of one event; null takes every one of it. */
export interface Filter {
  readonly branches?: readonly string[]
  readonly paths?: readonly string[]
  readonly types?: readonly string[]
}

/** A step. */
export interface StepFile {
  readonly id?: string
  readonly name: string
  readonly if?: string
  readonly run?: string
  readonly uses?: string
  readonly shell?: string
  readonly in?: string
  readonly with: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  readonly continueOnError: boolean
}

/** A job. */
export interface JobFile {
  readonly id: string
  readonly name: string
  readonly needs: readonly string[]
  readonly if?: string
  readonly environment?: string
  readonly permissions: Permissions
  readonly timeoutMinutes: number
  readonly shell?: string
  readonly in?: string
  readonly env: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly steps: readonly StepFile[]
}

/** A workflow file. */
export interface WorkflowFile {
  readonly path: string
  readonly name: string
  readonly on: ReadonlyMap<string, Filter>
  readonly env: Readonly<Record<string, string>>
  readonly jobs: readonly JobFile[]
}

type Loose = Readonly<Record<string, unknown>>

const isLoose = (given: unknown): given is Loose => typeof given === 'object' && given !== null && !Array.isArray(given)
const loose = (given: unknown): Loose => (isLoose(given) ? given : {})
const listOf = (given: unknown): readonly string[] =>
  given === undefined || given === null ? [] : (Array.isArray(given) ? given : [given]).map(String)
const texts = (given: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(loose(given)).map(([key, value]) => [key, value === null ? '' : String(value)]))

const known = {
  workflow: ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs'],
  job: [
    'name',
    'needs',
    'if',
    'runs-on',
    'environment',
    'permissions',
    'timeout-minutes',
    'env',
    'outputs',
    'defaults',
    'concurrency',
    'steps',
  ],
  step: ['id', 'name', 'if', 'run', 'uses', 'with', 'env', 'shell', 'working-directory', 'continue-on-error'],
} as const

const onlyKnown = (given: Loose, what: keyof typeof known, at: string): void => {
  const other = Object.keys(given).find((key) => !(known[what] as readonly string[]).includes(key))
  if (other === undefined) return
  throw new Refusal(
    `${at}: the local runner does not run "${other}" of a ${what}`,
    `run it on GitHub, or leave "${other}" out`,
  )
}

const permissionsOf = (given: unknown): Permissions | undefined => {
  if (given === undefined) return undefined
  if (typeof given === 'string') {
    const level = given === 'write-all' ? 'write' : 'read'
    const all = ['actions', 'checks', 'contents', 'deployments', 'issues', 'packages', 'pull-requests', 'statuses']
    return { ...Object.fromEntries(all.map((key) => [key, level])), ...(level === 'write' && { 'id-token': level }) }
  }
  return texts(given) as Permissions
}

const eventsOf = (on: unknown): ReadonlyMap<string, Filter> => {
  if (typeof on === 'string' || Array.isArray(on)) return new Map(listOf(on).map((each) => [each, {}]))
  return new Map(
    Object.entries(loose(on)).map(([event, given]) => {
      const filter = loose(given)
      const other = Object.keys(filter).find((key) => !['branches', 'paths', 'types', 'inputs'].includes(key))
      if (other !== undefined)
        throw new Refusal(
          `on.${event}: the local runner does not know the filter "${other}"`,
          'use branches, paths or types',
        )
      return [
        event,
        {
          ...('branches' in filter && { branches: listOf(filter.branches) }),
          ...('paths' in filter && { paths: listOf(filter.paths) }),
          ...('types' in filter && { types: listOf(filter.types) }),
        },
      ]
    }),
  )
}

const runDefaults = (given: Loose): { readonly shell?: string; readonly in?: string } => {
  const run = loose(loose(given.defaults).run)
  return {
    ...(run.shell !== undefined && { shell: String(run.shell) }),
    ...(run['working-directory'] !== undefined && { in: String(run['working-directory']) }),
  }
}

const stepOf = (given: unknown, at: string): StepFile => {
  const step = loose(given)
  onlyKnown(step, 'step', at)
  const text = (key: string) => (step[key] === undefined || step[key] === null ? undefined : String(step[key]))
  const optional = {
    id: text('id'),
    if: text('if'),
    run: text('run'),
    uses: text('uses'),
    shell: text('shell'),
    in: text('working-directory'),
  }
  return {
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<StepFile>),
    name: text('name') ?? text('uses') ?? `Run ${(text('run') ?? '').split('\n')[0]}`,
    with: texts(step.with),
    env: texts(step.env),
    continueOnError: step['continue-on-error'] === true,
  }
}

const environmentOf = (given: unknown): string | undefined =>
  given === undefined ? undefined : isLoose(given) ? String(given.name) : String(given)

/** Reads a workflow file; refuses keys that the local runner would silently ignore. */
export const readWorkflowFile = (file: { readonly path: string; readonly text: string }): WorkflowFile => {
  const root = loose(parse(file.text))
  onlyKnown(root, 'workflow', file.path)
  const defaults = runDefaults(root)
  // Without any `permissions`, new repositories give a token that reads contents and packages.
  const shared = permissionsOf(root.permissions) ?? { contents: 'read', packages: 'read' }
  const jobs = Object.entries(loose(root.jobs)).map(([id, given]): JobFile => {
    const job = loose(given)
    onlyKnown(job, 'job', `job ${id}`)
    const environment = environmentOf(job.environment)
    return {
      id,
      name: job.name === undefined ? id : String(job.name),
      needs: listOf(job.needs),
      ...(job.if !== undefined && { if: String(job.if) }),
      ...(environment !== undefined && { environment }),
      permissions: permissionsOf(job.permissions) ?? shared,
      timeoutMinutes: Number(job['timeout-minutes'] ?? 360),
      ...defaults,
      ...runDefaults(job),
      env: texts(job.env),
      outputs: texts(job.outputs),
      steps: (Array.isArray(job.steps) ? job.steps : []).map((each) => stepOf(each, `job ${id}`)),
    }
  })
  return {
    path: file.path,
    name: root.name === undefined ? file.path : String(root.name),
    on: eventsOf(root.on),
    env: texts(root.env),
    jobs,
  }
}
