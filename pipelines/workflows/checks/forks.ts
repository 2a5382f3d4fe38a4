import type { Finding } from '#model'
import { loginOf } from './login.ts'
import type { ReadWorkflow } from './read-workflow.ts'

/**
 * Jobs that take a role on pull requests and do not keep forks out: GitHub gives those no token, so they fail.
 * https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
 */
export const checkForks = (workflow: ReadWorkflow): readonly Finding[] => {
  if (!workflow.events.has('pull_request')) return []
  return workflow.jobs.flatMap((job) => {
    const login = loginOf(job)
    const condition = job.if?.text ?? ''
    if (!login || /head\.repo\.(full_name|fork)|github\.event_name/.test(condition)) return []
    return [
      {
        code: 'role-on-fork',
        severity: 'warning' as const,
        at: login.uses?.at ?? login.at,
        says: `job "${job.id}" takes a role on pull requests, and fails on those from forks`,
        fix: `give job "${job.id}" if: github.event.pull_request.head.repo.full_name == github.repository`,
      },
    ]
  })
}
