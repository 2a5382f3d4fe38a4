import type { Severity } from '#model'
import type { Keys } from './document.ts'

/** Something wrong in a policy document, with the keys that lead to it. */
export interface PolicyProblem {
  readonly code: PolicyCode
  readonly severity: Severity
  readonly keys: Keys
  readonly says: string
  readonly fix: string
}

/** What the checks of policy documents can say, by code. */
export const policyCodes = {
  'trust-without-subject': 'nothing limits which repository may take the role',
  'trust-any-owner': 'repositories of any owner may take the role',
  'trust-other-repository': 'a repository beside the intended one may take the role',
  'trust-any-ref': 'every branch, tag, pull request or environment of the repository may take the role',
  'trust-pull-request': 'whoever may open a pull request in the repository may take the role',
  'trust-shared-workflow': 'every caller of a reusable workflow may take the role',
  'trust-without-audience': 'the role does not ask whom a token was made for',
  'trust-never-matches': 'no token can match the condition',
  'trust-for-all-values': 'ForAllValues and IfExists are true when the key is absent',
  'trust-unreadable': 'what may take the role is not written in the file',
  'trust-anyone': 'every AWS account may take the role',
  'policy-malformed': 'IAM refuses the document',
  'policy-open-to-all': 'everybody is allowed',
  'policy-allows-everything': 'every action on every resource is allowed',
  'policy-allows-the-rest': 'everything but what is named is allowed',
  'policy-passes-any-role': 'any role may be passed to any service',
} as const satisfies Readonly<Record<string, string>>

type PolicyCode = keyof typeof policyCodes
