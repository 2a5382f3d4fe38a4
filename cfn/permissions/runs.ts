// Which runs of GitHub can take which role: every kind of run with the token it carries, put before the trust policy.
// https://docs.github.com/actions/reference/security/oidc
import type { Environment, Repo } from '#model'
import { decide } from '../iam/evaluate.ts'
import { gitHubIssuer } from '../iam/github-conditions.ts'
import type { FoundRole } from './roles.ts'

/** One kind of run: what a person would call it, and the token its jobs can ask for; none for a fork's pull request. */
export interface Run {
  readonly says: string
  readonly sub?: string
  readonly aud?: string
}

/** A role and the runs that can take it. */
export interface Takers {
  readonly role: FoundRole
  readonly runs: readonly Run[]
}

const audience = 'sts.amazonaws.com'
const stranger = 'a-stranger'

const prefixOf = (repo: Repo, ids = repo.ids): string =>
  ids ? `repo:${repo.owner}@${ids.owner}/${repo.name}@${ids.repo}` : `repo:${repo.owner}/${repo.name}`

/** Every kind of run there is, for one repository and its environments, and some that only look alike. */
export const runsOf = (repo: Repo, environments: readonly Environment[]): readonly Run[] => {
  const own = prefixOf(repo)
  const otherForm = repo.ids ? `repo:${repo.owner}/${repo.name}` : prefixOf(repo, { owner: 1, repo: 2 })
  const release = `ref:refs/heads/${repo.release}`
  const trunk = repo.trunk === repo.release ? [] : [repo.trunk]
  return [
    { says: `push to, or run by hand on, \`${repo.release}\``, sub: `${own}:${release}` },
    {
      says: `\`pull_request_target\` into \`${repo.release}\`, with the workflow that lies there`,
      sub: `${own}:${release}`,
    },
    ...trunk.map((branch) => ({
      says: `push to, schedule on, or run by hand on \`${branch}\``,
      sub: `${own}:ref:refs/heads/${branch}`,
    })),
    { says: 'push to, or run by hand on, any other branch', sub: `${own}:ref:refs/heads/any-other-branch` },
    { says: 'push of a tag, or a published release', sub: `${own}:ref:refs/tags/v1.0.0` },
    { says: `tag named like the release branch`, sub: `${own}:ref:refs/tags/${repo.release}` },
    {
      says: `merge queue into \`${repo.release}\``,
      sub: `${own}:ref:refs/heads/gh-readonly-queue/${repo.release}/pr-1-0`,
    },
    { says: 'pull request from this repository', sub: `${own}:pull_request` },
    { says: 'pull request from a fork' },
    ...environments.map(({ name }) => ({
      says: `job in the GitHub environment \`${name}\`, from any ref that it lets in`,
      sub: `${own}:environment:${name}`,
    })),
    { says: `push to \`${repo.release}\`, token in the other subject form`, sub: `${otherForm}:${release}` },
    {
      says: `push to \`${repo.release}\`, token for another audience`,
      sub: `${own}:${release}`,
      aud: `https://github.com/${repo.owner}`,
    },
    { says: `push to \`${repo.release}\` of a fork`, sub: `repo:${stranger}/${repo.name}:${release}` },
    {
      says: `push to \`${repo.release}\` of a repository whose name only begins alike`,
      sub: `repo:${repo.owner}/${repo.name}-2:${release}`,
    },
    { says: 'pull request in another repository of the same owner', sub: `repo:${repo.owner}/another:pull_request` },
  ]
}

/** True when the trust policy of a role lets a run take it. A reusable workflow's jobs carry their caller's token. */
export const canTake = ({ trust }: Pick<FoundRole, 'trust'>, { sub, aud = audience }: Run): boolean =>
  sub !== undefined &&
  decide(trust, {
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: '*',
    context: { [`${gitHubIssuer}:sub`]: sub, [`${gitHubIssuer}:aud`]: aud },
  }) === 'allowed'

/** The roles that GitHub's tokens can take at all, each with exactly the runs that can. */
export const takersOf = (roles: readonly FoundRole[], runs: readonly Run[]): readonly Takers[] =>
  roles
    .filter(({ trust }) => trust.some(({ principals }) => principals?.some(({ kind }) => kind === 'Federated')))
    .map((role) => ({ role, runs: runs.filter((run) => canTake(role, run)) }))
