// How far one value of a condition on GitHub's `sub` claim reaches.
// https://docs.github.com/actions/reference/security/oidc
import { hasWildcard } from './pattern.ts'

/** Who can send a subject that matches: from nobody at all to every repository of GitHub. */
export type Reach =
  | 'nobody'
  | 'intended'
  | 'pull request'
  | 'any ref'
  | 'shared workflow'
  | 'unreadable'
  | 'other repository'
  | 'any owner'

// Claims that a repository may put into its subjects: what is not the repository itself, any repository can send.
const claim =
  /^(actor|actor_id|base_ref|context|enterprise|enterprise_id|environment|event_name|head_ref|job_workflow_ref|job_workflow_sha|ref|ref_protected|ref_type|repo|repository|repository_id|repository_owner|repository_owner_id|repository_visibility|repo_property_[\w-]+|run_attempt|run_id|run_number|runner_environment|sha|workflow|workflow_ref|workflow_sha)$/

const wide = ['ref:refs/heads/', 'ref:refs/tags/', 'environment:', 'pull_request']

// What a template or a variable fills in is one name to us, whatever it says; `${aws:…}` too.
const opaque = /\$\{(?![*?$]\})[^}]*\}|<[^<>]*>/g

/** True for a value that only a variable holds. */
export const isUnreadable = (text: string): boolean => text.replace(opaque, '') === '' && text !== ''

const contextReach = (context: string): Reach => {
  const fixed = context.split(/[*?]/)[0] ?? ''
  const rest = context.slice(fixed.length)
  if (/^\*+$/.test(rest) && wide.some((each) => each.startsWith(fixed))) return 'any ref'
  if (context === 'pull_request' || fixed.startsWith('ref:refs/pull/')) return 'pull request'
  if (rest !== '') return 'intended'
  if (/^ref:refs\/(heads|tags)\/.+|^environment:.+/.test(context)) return 'intended'
  // A variable may hold the rest.
  if (context.includes('§')) return 'intended'
  if (/^(ref|environment):?$|^refs?[:/]|^pull|^branch|^tag/i.test(context)) return 'nobody'
  const [name = ''] = context.split(':')
  return claim.test(name) ? 'intended' : 'nobody'
}

// The name, or the id behind it, is written out: another repository has neither.
const isPinned = (part: string): boolean => {
  const [name = '', id] = part.split('@')
  return !hasWildcard(part) || (id !== undefined && name !== '' && (!hasWildcard(name) || !hasWildcard(id)))
}

const repoReach = (text: string): Reach => {
  const found = /^repo(?:sitory)?:([^/:]*)(?:\/([^/:]*))?(?::(.*))?$/.exec(text)
  const [, owner = '', repo, context] = found ?? []
  if (!found) return hasWildcard(text) ? 'any owner' : 'nobody'
  // One variable may hold both the owner and the name.
  if (repo === undefined && /§/.test(owner) && !hasWildcard(owner) && context !== undefined)
    return contextReach(context)
  if (repo === undefined) return hasWildcard(text) ? (isPinned(owner) ? 'other repository' : 'any owner') : 'nobody'
  if (!isPinned(owner)) return 'any owner'
  if (!isPinned(repo)) return 'other repository'
  if (owner === '' || repo === '') return 'nobody'
  if (context === undefined)
    return repo.endsWith('*') ? 'any ref' : text.startsWith('repository:') ? 'any ref' : 'nobody'
  return context === '' ? 'nobody' : contextReach(context)
}

/** How far a value reaches; `like` when the operator knows wildcards. */
export const reachOf = (value: string, like: boolean): Reach => {
  if (isUnreadable(value)) return 'unreadable'
  const text = value.replace(opaque, '§')
  if (!like && hasWildcard(text)) return 'nobody'
  const plain = text.replace(/\$\{[*?$]\}/g, '§')
  if (/^repo(sitory)?:/.test(plain)) return repoReach(plain)
  const start = plain.split(/[*?]/)[0] ?? ''
  if (hasWildcard(plain) && ('repo:'.startsWith(start) || 'repository:'.startsWith(start))) return 'any owner'
  const [name = ''] = plain.split(':')
  if (/(^|:)(repository_id:\d+|repo(sitory)?:[^/:*?]+\/[^/:*?]+)(:|$)/.test(plain)) return 'intended'
  if (name === 'job_workflow_ref' && /^job_workflow_ref:[^*?]+\.ya?ml@/.test(plain)) return 'shared workflow'
  if (name === 'repository_owner' || name === 'repository_owner_id') return 'other repository'
  if (claim.test(name) && plain.includes(':')) return 'any owner'
  if (start.startsWith('§')) return 'unreadable'
  return hasWildcard(start) ? 'any owner' : 'nobody'
}
