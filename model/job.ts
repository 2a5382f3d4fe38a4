// GitHub workflows as values: a job holds the role it takes, an expression holds the job it reads. `needs:`,
// `permissions:` and the trust policies of roles are computed from these edges.
import type { Action, Inputs, With } from './action.ts'
import type { Environment } from './environment.ts'
import { type Expression, expression, type ReadJob, type Scope } from './expression.ts'
import type { Grant } from './grant.ts'
import { kebab, type Name, name } from './name.ts'
import type { Repo } from './repo.ts'

/** A push to one branch. */
export interface Push {
  readonly on: 'push'
  readonly branch: string
  readonly paths?: readonly string[]
}
/** A pull request into one branch. */
export interface PullRequest {
  readonly on: 'pull_request'
  readonly branch: string
  readonly paths?: readonly string[]
}
/** Started by hand, from any ref: nothing but an environment bounds its subject. */
export interface Manual {
  readonly on: 'workflow_dispatch'
  readonly branch?: undefined
}
/** Started by hand, and meant for one branch: a run of another one carries another subject. */
export interface ManualOn {
  readonly on: 'workflow_dispatch'
  readonly branch: string
  /** Whoever starts it chooses one of these environments. */
  readonly environments: readonly string[]
}
/** Started by the clock, on the default branch. */
export interface Schedule {
  readonly on: 'schedule'
  readonly branch: string
  /** Minute, hour, day of the month, month, day of the week, in UTC. */
  readonly cron: string
}
export type Trigger = Push | PullRequest | Manual | ManualOn | Schedule

/** Runs on a push to the branch that releases. */
export const onRelease = (repo: Repo, paths?: readonly string[]): Push => ({
  on: 'push',
  branch: repo.release,
  ...(paths && { paths }),
})

/** Runs on a pull request into the branch that releases. */
export const onPullRequest = (repo: Repo, paths?: readonly string[]): PullRequest => ({
  on: 'pull_request',
  branch: repo.release,
  ...(paths && { paths }),
})

/** Runs when someone starts it. */
export const manual = (): Manual => ({ on: 'workflow_dispatch' })

/** Runs when someone starts it on the release branch, having chosen an environment. */
export const manualRelease = (repo: Repo, environments: readonly Environment[]): ManualOn => ({
  on: 'workflow_dispatch',
  branch: repo.release,
  environments: environments.map(({ name }) => name),
})

/** Runs by the clock, on the default branch. */
export const onSchedule = (repo: Repo, cron: string): Schedule => ({ on: 'schedule', branch: repo.trunk, cron })

/** An IAM role that jobs take through GitHub's OIDC provider. It has no subject: that follows from the jobs. */
export interface Role {
  readonly kind: 'role'
  readonly name: Name<'role'>
  readonly environment: Environment
}

/** A role of an environment. */
export const role = (id: string, environment: Environment): Role =>
  Object.freeze({ kind: 'role', name: name<'role'>(kebab(id)), environment })

/** The role's name in its account, where the workflow that takes it can spell its ARN before it exists. */
export const roleNameOf = (delivery: { readonly name: string }, of: Role): Name<'role-name'> =>
  name<'role-name'>(`${delivery.name}-${of.environment.name}-${of.name}`)

/** The ARN a workflow takes. */
export const roleArnOf = (delivery: { readonly name: string }, of: Role): string =>
  `arn:aws:iam::${of.environment.account}:role/${roleNameOf(delivery, of)}`

/** The value of an environment variable or input: a text, or an expression. */
export type Given<S extends Scope = Scope> = string | Expression<S>

/** A step of a job. */
export interface Step<O extends string = string> {
  readonly id: Name<'step-id'>
  readonly title: string
  readonly run?: string
  readonly uses?: string
  /** What pins.ts prints behind a pinned commit. */
  readonly version?: string
  readonly with?: Readonly<Record<string, Given>>
  readonly env?: Readonly<Record<string, Given>>
  readonly in?: string
  readonly grants: readonly Grant[]
  readonly outputs: Readonly<Record<O, Expression<'step'>>>
}

const outputsOf = <O extends string>(id: string, outputs: readonly O[]) =>
  Object.fromEntries(outputs.map((key) => [key, expression(`steps.${id}.outputs.${key}`)])) as Record<
    O,
    Expression<'step'>
  >

/** A step that runs a script. Values reach the script through `env`, never through an expression inside `run`. */
export const script = <const O extends string = never>(
  title: string,
  given: {
    readonly run: string
    readonly env?: Step['env']
    readonly in?: string
    readonly outputs?: readonly O[]
    readonly grants?: readonly Grant[]
  },
): Step<O> => {
  const id = kebab(title)
  return Object.freeze({
    id: name<'step-id'>(id),
    title,
    run: given.run,
    ...(given.env && { env: given.env }),
    ...(given.in && { in: given.in }),
    grants: given.grants ?? [],
    outputs: outputsOf(id, given.outputs ?? []),
  })
}

/** A step that uses one of our own actions; its inputs are checked by the compiler. */
export const use = <I extends Inputs, O extends string>(
  title: string,
  action: Action<I, O>,
  given: { readonly with: With<I>; readonly grants?: readonly Grant[] },
): Step<O> => {
  const id = kebab(title)
  return Object.freeze({
    id: name<'step-id'>(id),
    title,
    uses: action.path,
    with: given.with as Readonly<Record<string, Given>>,
    grants: given.grants ?? [],
    outputs: outputsOf(id, Object.keys(action.outputs) as O[]),
  })
}

/** A third-party action at a pinned commit, with the tag it is. The one table of them is `pipelines/workflows/pins.ts`. */
export interface Pin {
  readonly action: string
  readonly commit: string
  readonly version: string
}

/** A step that uses a pinned third-party action. */
export const usePinned = <const O extends string = never>(
  title: string,
  pin: Pin,
  given: { readonly with?: Step['with']; readonly env?: Step['env']; readonly outputs?: readonly O[] } = {},
): Step<O> => {
  const id = kebab(title)
  return Object.freeze({
    id: name<'step-id'>(id),
    title,
    uses: `${pin.action}@${pin.commit}`,
    version: pin.version,
    ...(given.with && { with: given.with }),
    ...(given.env && { env: given.env }),
    grants: [],
    outputs: outputsOf(id, given.outputs ?? []),
  })
}

// A role may be taken from any ref only inside an environment, since nothing else bounds its subject.
type Identity =
  | { readonly on: readonly Exclude<Trigger, Manual>[]; readonly environment?: Environment; readonly role?: Role }
  | { readonly on: readonly Trigger[]; readonly environment: Environment; readonly role?: Role }
  | { readonly on: readonly Trigger[]; readonly environment?: Environment; readonly role?: never }

/** A permission of GITHUB_TOKEN, as far as our jobs need one. */
export type TokenPermissions = Readonly<Partial<Record<'contents' | 'pull-requests' | 'checks', 'read' | 'write'>>>

/** A job of a workflow. `outputs` read from another job make that job wait for this one. */
export interface Job<O extends string = string> {
  readonly kind: 'job'
  readonly id: Name<'job-id'>
  readonly on: readonly Trigger[]
  readonly environment?: Environment
  readonly role?: Role
  readonly if?: Expression<'job'>
  readonly permissions: TokenPermissions
  readonly timeoutMinutes: number
  readonly steps: readonly Step[]
  readonly gives: Readonly<Record<O, Expression<'step'>>>
  readonly outputs: Readonly<Record<O, Expression<'job'>>>
  /** An expression that is true when this job succeeded; reading it is needing the job. */
  readonly succeeded: Expression<'job'>
  /** Jobs whose files this one takes over without reading a value. */
  readonly after: readonly Job[]
}

/** A job. Its id is the only text; everything else points at values. */
export const job = <const O extends string = never>(
  id: string,
  given: Identity & {
    readonly if?: Expression<'job'>
    readonly permissions?: TokenPermissions
    readonly timeoutMinutes?: number
    readonly steps: readonly Step[]
    readonly gives?: Readonly<Record<O, Expression<'step'>>>
    readonly after?: readonly Job[]
  },
): Job<O> => {
  const key = kebab(id)
  const gives = given.gives ?? ({} as Record<O, Expression<'step'>>)
  const made: Job<O> = {
    kind: 'job',
    id: name<'job-id'>(key),
    on: given.on,
    ...(given.environment && { environment: given.environment }),
    ...(given.role && { role: given.role }),
    ...(given.if && { if: given.if }),
    permissions: given.permissions ?? { contents: 'read' },
    timeoutMinutes: given.timeoutMinutes ?? 15,
    steps: given.steps,
    gives,
    after: given.after ?? [],
    get outputs() {
      return Object.fromEntries(
        Object.keys(gives).map((output) => [output, expression(`needs.${key}.outputs.${output}`, [made])]),
      ) as Record<O, Expression<'job'>>
    },
    get succeeded() {
      return expression<'job'>(`needs.${key}.result == 'success'`, [made])
    },
  }
  return Object.freeze(made)
}

/** A workflow file: its triggers are those of its jobs. */
export interface Workflow {
  readonly kind: 'workflow'
  readonly name: Name<'workflow'>
  readonly title: string
  readonly jobs: readonly Job[]
  /** Runs of one group wait for each other, or replace each other. */
  readonly concurrency: { readonly group: string; readonly cancelInProgress: boolean }
}

/** A workflow. */
export const workflow = (
  id: string,
  given: { readonly title: string; readonly jobs: readonly Job[]; readonly concurrency: Workflow['concurrency'] },
): Workflow => Object.freeze({ kind: 'workflow', name: name<'workflow'>(kebab(id)), ...given })

const isExpression = (given: unknown): given is Expression =>
  typeof given === 'object' && given !== null && 'reads' in given

/** The jobs a job waits for: those its own expressions read, and those whose files it takes over. */
export const needsOf = (of: Job): readonly ReadJob[] => {
  const given = of.steps.flatMap((step) => [...Object.values(step.env ?? {}), ...Object.values(step.with ?? {})])
  const read = [...given, of.if].filter(isExpression).flatMap((each) => each.reads)
  const needed: readonly ReadJob[] = [...of.after, ...read]
  return needed.filter((each, at) => needed.findIndex((other) => other.id === each.id) === at)
}
