import { isLike } from '#cfn/iam/pattern.ts'
import type { Repo } from '#model'
import { oncePer } from './once.ts'
import type { ReadRole, ReadStatement } from './role.ts'

const issuer = 'token.actions.githubusercontent.com'

interface Trusted {
  readonly claim: string
  readonly operator: string
  readonly texts: readonly string[]
}

const isFederated = ({ effect, actions }: ReadStatement): boolean =>
  effect === 'Allow' && actions.includes('sts:AssumeRoleWithWebIdentity')

const claimsOf = oncePer((role: ReadRole): readonly Trusted[] =>
  role.trust.filter(isFederated).flatMap((each) =>
    [...each.conditions].flatMap(([key, texts]) => {
      const [operator = '', name = ''] = key.split(' ')
      return name.startsWith(issuer) ? [{ claim: name.slice(name.indexOf(':') + 1), operator, texts }] : []
    }),
  ),
)

const trusted = (role: ReadRole, claim: 'sub' | 'aud'): readonly Trusted[] =>
  claimsOf(role).filter((each) => each.claim === claim)

/** The texts that a role compares a claim of GitHub's token with. */
export const trustedTexts = (role: ReadRole, claim: 'sub' | 'aud'): readonly string[] =>
  trusted(role, claim).flatMap((each) => each.texts)

/** True when the role is taken through GitHub's provider. */
export const isGitHubRole = (role: ReadRole): boolean =>
  role.trust.some((each) => each.actions.includes('sts:AssumeRoleWithWebIdentity'))

/** True when the role trusts a token with that claim. `*` in the claim stands for any text. */
export const trusts = (role: ReadRole, claim: 'sub' | 'aud', text: string): boolean =>
  trusted(role, claim).some(({ operator, texts }) =>
    texts.some((each) => (operator.endsWith('Like') && isLike(each, text)) || each === text || isLike(text, each)),
  )

/**
 * What a subject begins with. Repositories that GitHub knows by their ids send them.
 * https://docs.github.com/actions/reference/security/oidc
 */
export const subjectStart = ({ owner, name, ids }: Repo): string =>
  ids ? `repo:${owner}@${ids.owner}/${name}@${ids.repo}` : `repo:${owner}/${name}`
