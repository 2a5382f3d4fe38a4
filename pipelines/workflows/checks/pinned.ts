import type { Finding } from '#model'
import type { ReadWorkflow } from './read-workflow.ts'

const isPinned = (uses: string): boolean =>
  /^\.{1,2}\//.test(uses) || uses.startsWith('$/') || /@[0-9a-f]{40}$/.test(uses) || /^docker:.*@sha256:/.test(uses)

/**
 * Third-party actions at a tag or a branch, which their owner can move to other code.
 * https://docs.github.com/actions/reference/security/secure-use#using-third-party-actions
 */
export const checkPinned = (workflow: ReadWorkflow): readonly Finding[] =>
  workflow.jobs
    .flatMap((job) => job.steps)
    .flatMap(({ uses }) => (uses && !isPinned(uses.text) ? [uses] : []))
    .map((uses) => ({
      code: 'action-not-pinned',
      severity: 'warning',
      at: uses.at,
      says: `"${uses.text}" can be moved to other code by whoever owns it`,
      fix: `write the commit: ${uses.text.split('@')[0]}@<40 characters> # ${uses.text.split('@')[1] ?? 'version'}`,
    }))
