import type { Finding } from '#model'
import { offer } from './nearest.ts'
import type { ReadWorkflow, Text } from './read-workflow.ts'

const names = ['bash', 'sh', 'pwsh', 'powershell', 'python', 'cmd']

const isShell = (shell: Text): boolean =>
  names.includes(shell.text) || shell.text.includes('{0}') || shell.text.includes('${{')

/**
 * Shells that GitHub does not know.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
export const checkShells = (workflow: ReadWorkflow): readonly Finding[] =>
  [workflow.shell, ...workflow.jobs.flatMap((job) => [job.shell, ...job.steps.map((step) => step.shell)])]
    .filter((shell) => shell !== undefined)
    .filter((shell) => !isShell(shell))
    .map((shell) => ({
      code: 'shell-unknown',
      severity: 'error',
      at: shell.at,
      says: `GitHub knows no shell "${shell.text}"`,
      fix: `${offer(shell.text, names)}; or a command with {0} where the script's file goes`,
    }))
