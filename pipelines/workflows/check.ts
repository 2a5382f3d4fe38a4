import type { Action, Finding } from '#model'
import { checkCredentials } from './checks/credentials.ts'
import { checkForks } from './checks/forks.ts'
import { checkIdToken } from './checks/id-token.ts'
import { checkInjection } from './checks/injection.ts'
import { checkInputs } from './checks/inputs.ts'
import { askLanguageService } from './checks/language-service.ts'
import { checkPinned } from './checks/pinned.ts'
import { readWorkflow } from './checks/read-workflow.ts'
import { checkReferences } from './checks/references.ts'
import { checkShells } from './checks/shells.ts'

const rank = (finding: Finding): number => (finding.at.line ?? 0) * 10_000 + (finding.at.column ?? 0)

// Both see a reference that leads nowhere; ours says what to write instead.
const isSaidAlready = (finding: Finding, own: readonly Finding[]): boolean =>
  own.some((each) => each.at.line === finding.at.line && each.code.endsWith('-unresolved')) &&
  /^(context access might be invalid|job '.*' depends on unknown job)/.test(finding.says)

/**
 * Everything wrong with a workflow file, in the order of its lines: what GitHub's own language service reports, and
 * what it does not look for. Give the actions of the repository to have their inputs checked too.
 */
export const checkWorkflow = async (
  file: { readonly path: string; readonly text: string },
  actions: readonly Action[] = [],
): Promise<readonly Finding[]> => {
  const workflow = readWorkflow(file)
  const own = [
    ...checkReferences(workflow),
    ...checkCredentials(workflow),
    ...checkIdToken(workflow),
    ...checkForks(workflow),
    ...checkInjection(workflow),
    ...checkPinned(workflow),
    ...checkShells(workflow),
    ...checkInputs(workflow, actions),
  ]
  const theirs = await askLanguageService(file)
  // In a file that is no YAML, the rest is guessed.
  const [syntax] = workflow.broken ? theirs.filter(({ severity }) => severity === 'error') : []
  if (syntax) return [syntax]
  return [...own, ...theirs.filter((each) => !isSaidAlready(each, own))].sort((a, b) => rank(a) - rank(b))
}
