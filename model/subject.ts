import { fault } from './fault.ts'
import { type Grant, isWriting } from './grant.ts'
import type { Job, Role, Trigger, Workflow } from './job.ts'
import type { Repo } from './repo.ts'

/** One `sub` that GitHub puts into a job's token, and how a trust policy must compare it. */
export interface Subject {
  readonly operator: 'StringEquals'
  readonly text: string
}

const refOf = (trigger: Trigger): string => {
  if (trigger.on === 'pull_request') return 'pull_request'
  if (trigger.branch !== undefined) return `ref:refs/heads/${trigger.branch}`
  throw new TypeError('a role taken by hand needs an environment')
}

/**
 * The subjects of a job's token. A job in an environment sends that instead of its ref. Repositories that are new,
 * renamed, transferred or opted in since 15 July 2026 send the form with ids; the form is chosen here and nowhere else.
 * https://docs.github.com/actions/reference/security/oidc
 */
export const subjectsOf = (repo: Repo, job: Job): readonly Subject[] => {
  const plain = `repo:${repo.owner}/${repo.name}`
  const withIds = repo.ids && `repo:${repo.owner}@${repo.ids.owner}/${repo.name}@${repo.ids.repo}`
  const ends = job.environment ? [`environment:${job.environment.name}`] : job.on.map(refOf)
  return ends.map((end) => ({ operator: 'StringEquals', text: `${withIds ?? plain}:${end}` }))
}

/** A role with what follows from the jobs that take it: who may assume it, and what it may do. */
export interface TakenRole {
  readonly role: Role
  readonly subjects: readonly Subject[]
  readonly grants: readonly Grant[]
}

// `pull_request` is the subject of every branch's pull requests: whoever may push a branch could take the role.
const refuseWriting = (role: Role, jobs: readonly Job[], grants: readonly Grant[]) => {
  const pulled = jobs.find((each) => !each.environment && each.on.some(({ on }) => on === 'pull_request'))
  const writes = grants.find(isWriting)
  if (pulled && writes)
    throw fault({
      code: 'pull-request-writes',
      at: `job ${pulled.id}`,
      says: `takes role ${role.name} of ${role.environment.name} on pull requests, and that role may ${writes.may}`,
      fix: 'give the job that writes a role of its own, taken on a push to the release branch',
    })
}

/** Every role that jobs take, with its trust and its permissions derived from exactly those jobs. */
export const takenRoles = (repo: Repo, workflows: readonly Workflow[]): readonly TakenRole[] => {
  const jobs = workflows.flatMap((each) => each.jobs).filter((each) => each.role)
  const roles = [...new Set(jobs.map((each) => each.role))].filter((each) => each !== undefined)
  return roles.map((role) => {
    const taking = jobs.filter((each) => each.role === role)
    const subjects = taking.flatMap((each) => subjectsOf(repo, each))
    const grants = taking.flatMap((each) => each.steps).flatMap((step) => step.grants)
    refuseWriting(role, taking, grants)
    return {
      role,
      subjects: subjects.filter((each, at) => subjects.findIndex((other) => other.text === each.text) === at),
      grants,
    }
  })
}
