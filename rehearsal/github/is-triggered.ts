import picomatch from 'picomatch'
import { type GitHubEvent, refsOf } from './run-identity.ts'
import type { WorkflowFile } from './workflow-file.ts'

// The last pattern that matches decides, so `!docs/**` after `**` takes the docs out.
const isLet = (name: string, patterns: readonly string[]): boolean => {
  let let_ = false
  for (const pattern of patterns) {
    const not = pattern.startsWith('!')
    if (picomatch.isMatch(name, not ? pattern.slice(1) : pattern, { dot: true })) let_ = !not
  }
  return let_
}

const usual = ['opened', 'synchronize', 'reopened']

/**
 * Why an event does not start a workflow, or nothing when it does.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore
 */
export const notTriggered = (
  workflow: WorkflowFile,
  given: { readonly event: GitHubEvent; readonly ref: string },
): string | undefined => {
  const { event, ref } = given
  const filter = workflow.on.get(event.name)
  if (!filter) return `it does not start on ${event.name}`
  const branch = event.name === 'pull_request' ? refsOf(event).base : ref.replace(/^refs\/heads\//, '')
  if (filter.branches && !isLet(branch, filter.branches)) return `branch ${branch} is not among its branches`
  const action = String(event.payload.action ?? 'opened')
  if (event.name === 'pull_request' && !(filter.types ?? usual).includes(action))
    return `it does not start on ${action}`
  const { changed } = event
  if (filter.paths && changed && !changed.some((path) => isLet(path, filter.paths ?? [])))
    return 'no changed file is among its paths'
  return undefined
}
