import { placed } from './place.ts'

/** The GitHub repository that is delivered, and the branch whose merges release. */
export interface Repo {
  readonly kind: 'repo'
  readonly owner: string
  readonly name: string
  /** The branch a merge releases. */
  readonly release: string
  /** GitHub's default branch, where scheduled workflows run. */
  readonly trunk: string
  /** The immutable ids GitHub puts into the OIDC subject of newer repositories: `repo:OWNER@ID/REPO@ID:…`. */
  readonly ids?: { readonly owner: number; readonly repo: number }
}

/**
 * The repository on GitHub, as `owner/name`.
 * @example github('acme/cruddur', { release: 'production' })
 */
export const github = (
  slug: string,
  given: { readonly release?: string; readonly trunk?: string; readonly ids?: Repo['ids'] } = {},
): Repo => {
  const [owner = '', ...rest] = String(slug).split('/')
  return placed(
    {
      kind: 'repo',
      owner,
      name: rest.join('/'),
      release: given.release ?? 'production',
      trunk: given.trunk ?? 'main',
      ...(given.ids && { ids: given.ids }),
    },
    github,
  )
}

/** `owner/name`. */
export const slugOf = (repo: Repo): string => `${repo.owner}/${repo.name}`
