import { isRecord } from '../analysis/template.ts'
import { breadthProblems } from './breadth.ts'
import { type Statement, statementsOf } from './document.ts'
import { gitHubTrustProblems, isGitHubTrust } from './github-trust.ts'
import { grammarProblems } from './grammar.ts'
import type { PolicyProblem } from './problem.ts'

// The policy of a role that says who may take it.
const isTrustPolicy = (statements: readonly Statement[]): boolean =>
  statements.length > 0 &&
  statements.every((each) => each.principals || each.notPrincipals || isGitHubTrust(each)) &&
  statements.some((each) =>
    [...each.actions, ...each.notActions].some((action) => /^sts:(Assume|\*|TagSession|SetSource)/i.test(action)),
  )

/** True for what is a policy document, whatever is wrong with it. */
export const isPolicy = (value: unknown): value is Record<string, unknown> => {
  if (!isRecord(value) || !('Statement' in value)) return false
  const [first] = Array.isArray(value.Statement) ? value.Statement : [value.Statement]
  return isRecord(first) && ['Effect', 'Action', 'NotAction', 'Principal'].some((key) => key in first)
}

/** Everything wrong with a policy document; `trust` when it is known to be one of a role. */
export const policyProblems = (document: unknown, trust?: boolean): readonly PolicyProblem[] => {
  if (!isRecord(document)) return []
  const statements = statementsOf(document)
  const isTrust = trust ?? isTrustPolicy(statements)
  return [
    ...grammarProblems(document, statements, isTrust),
    ...breadthProblems(statements, isTrust),
    ...(isTrust ? gitHubTrustProblems(statements) : []),
  ]
}
