// Who a job is to the rest of the world: the claims of its id token.
// https://docs.github.com/actions/reference/security/oidc

/** The repository a run belongs to. With ids it sends the form of subjects that newer repositories send. */
export interface Repository {
  /** `owner/name`. */
  readonly slug: string
  /** The bare repository on this machine. */
  readonly path: string
  readonly ids?: { readonly owner: number; readonly repo: number }
}

/** What happened: the event's name and its payload, as a webhook would carry it. */
export interface GitHubEvent {
  readonly name: 'push' | 'pull_request' | 'workflow_dispatch'
  readonly payload: Readonly<Record<string, unknown>>
  /** The files that changed, for `paths` filters; without it every filter lets the event through. */
  readonly changed?: readonly string[]
}

/** One job of one run. */
export interface JobIdentity {
  readonly repository: Pick<Repository, 'slug' | 'ids'>
  readonly event: GitHubEvent
  readonly ref: string
  readonly sha: string
  readonly actor: string
  readonly runId: string
  readonly workflow: { readonly name: string; readonly path: string }
  readonly environment?: string
}

/** Where every id token comes from. */
export const issuer = 'https://token.actions.githubusercontent.com'

const ownerOf = (slug: string): string => slug.split('/')[0] ?? ''
const nameOf = (slug: string): string => slug.split('/')[1] ?? ''

/** The `sub` claim: an environment hides the ref, a pull request has no ref, anything else is its ref. */
export const subjectOf = (job: JobIdentity): string => {
  const { slug, ids } = job.repository
  const repository = ids ? `${ownerOf(slug)}@${ids.owner}/${nameOf(slug)}@${ids.repo}` : slug
  if (job.environment !== undefined) return `repo:${repository}:environment:${job.environment.replaceAll(':', '%3A')}`
  return `repo:${repository}:${job.event.name === 'pull_request' ? 'pull_request' : `ref:${job.ref}`}`
}

const headOf = (event: GitHubEvent, side: 'head' | 'base'): string => {
  const pull = event.payload.pull_request
  const at = typeof pull === 'object' && pull !== null ? (pull as Record<string, unknown>)[side] : undefined
  return typeof at === 'object' && at !== null ? String((at as Record<string, unknown>).ref ?? '') : ''
}

/** `head_ref` and `base_ref`: the branches of a pull request, empty otherwise. */
export const refsOf = (event: GitHubEvent) => ({ head: headOf(event, 'head'), base: headOf(event, 'base') })

/** True when a pull request comes from another repository: GitHub then gives a token that only reads, and no identity. */
export const isFromFork = (job: Pick<JobIdentity, 'event' | 'repository'>): boolean => {
  const pull = job.event.payload.pull_request as { head?: { repo?: { full_name?: string } } } | undefined
  const from = pull?.head?.repo?.full_name
  return from !== undefined && from.toLowerCase() !== job.repository.slug.toLowerCase()
}

/** Every claim of a job's token but those that depend on the asking: aud, iat, nbf, exp, jti. */
export const claimsOf = (job: JobIdentity): Record<string, string> => {
  const { slug, ids } = job.repository
  const workflow = `${slug}/${job.workflow.path}@${job.ref}`
  const refs = refsOf(job.event)
  return {
    iss: issuer,
    sub: subjectOf(job),
    ref: job.ref,
    ref_type: job.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    sha: job.sha,
    repository: slug,
    repository_owner: ownerOf(slug),
    repository_id: String(ids?.repo ?? 1),
    repository_owner_id: String(ids?.owner ?? 1),
    repository_visibility: 'private',
    actor: job.actor,
    actor_id: '1',
    workflow: job.workflow.name,
    workflow_ref: workflow,
    workflow_sha: job.sha,
    job_workflow_ref: workflow,
    job_workflow_sha: job.sha,
    head_ref: refs.head,
    base_ref: refs.base,
    event_name: job.event.name,
    run_id: job.runId,
    run_number: '1',
    run_attempt: '1',
    runner_environment: 'github-hosted',
    ...(job.environment !== undefined && { environment: job.environment }),
  }
}
