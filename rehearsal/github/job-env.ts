import { type JobIdentity, refsOf } from './run-identity.ts'

/** The directories of a job. */
export interface Places {
  readonly workspace: string
  readonly temp: string
  readonly home: string
  readonly event: string
  readonly artifacts: string
}

const foreign =
  /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|CREDENTIAL_EXPIRATION|PROFILE|DEFAULT_PROFILE|REGION|DEFAULT_REGION|ROLE_.*|WEB_IDENTITY_.*|CONTAINER_.*|CONFIG_FILE|SHARED_CREDENTIALS_FILE)|GITHUB_.*|ACTIONS_.*|RUNNER_.*|INPUT_.*)$/

type Env = Readonly<Record<string, string | undefined>>

/** An environment without what only the person at this machine has: a job starts with no credentials. */
const withoutForeign = (env: Env): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined || foreign.test(key) ? [] : [[key, value]])),
  )

/** The variables GitHub sets for every step. https://docs.github.com/actions/reference/workflows-and-actions/variables */
export const jobEnv = (given: {
  readonly env: Env
  readonly path: readonly string[]
  readonly identity: JobIdentity
  readonly job: string
  readonly places: Places
  readonly apiUrl: string
}): Record<string, string> => {
  const { identity, places } = given
  const refs = refsOf(identity.event)
  const base = withoutForeign(given.env)
  return {
    ...base,
    PATH: [...given.path, base.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(':'),
    HOME: places.home,
    // Nothing here runs on EC2; asking would only take long.
    AWS_EC2_METADATA_DISABLED: 'true',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: identity.actor,
    GITHUB_API_URL: given.apiUrl,
    GITHUB_GRAPHQL_URL: `${given.apiUrl}/graphql`,
    GITHUB_SERVER_URL: given.apiUrl,
    GITHUB_BASE_REF: refs.base,
    GITHUB_HEAD_REF: refs.head,
    GITHUB_EVENT_NAME: identity.event.name,
    GITHUB_EVENT_PATH: places.event,
    GITHUB_JOB: given.job,
    GITHUB_REF: identity.ref,
    GITHUB_REF_NAME: identity.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: identity.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REPOSITORY: identity.repository.slug,
    GITHUB_REPOSITORY_OWNER: identity.repository.slug.split('/')[0] ?? '',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: identity.runId,
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SHA: identity.sha,
    GITHUB_TRIGGERING_ACTOR: identity.actor,
    GITHUB_WORKFLOW: identity.workflow.name,
    GITHUB_WORKFLOW_REF: `${identity.repository.slug}/${identity.workflow.path}@${identity.ref}`,
    GITHUB_WORKSPACE: places.workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'local',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: places.temp,
    RUNNER_TOOL_CACHE: `${places.home}/tools`,
  }
}

/** The `github` context of expressions. https://docs.github.com/actions/reference/workflows-and-actions/contexts#github-context */
export const githubContext = (
  identity: JobIdentity,
  given: { readonly token: string; readonly job: string; readonly workspace: string; readonly apiUrl: string },
) => {
  const refs = refsOf(identity.event)
  return {
    actor: identity.actor,
    api_url: given.apiUrl,
    base_ref: refs.base,
    event: identity.event.payload,
    event_name: identity.event.name,
    head_ref: refs.head,
    job: given.job,
    ref: identity.ref,
    ref_name: identity.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_type: identity.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: identity.repository.slug,
    repository_owner: identity.repository.slug.split('/')[0] ?? '',
    run_attempt: '1',
    run_id: identity.runId,
    run_number: '1',
    server_url: given.apiUrl,
    sha: identity.sha,
    token: given.token,
    triggering_actor: identity.actor,
    workflow: identity.workflow.name,
    workspace: given.workspace,
  }
}
