import { error, warning } from '@actions/core'
import type { Finding } from '#model'

/**
 * Shows findings where GitHub shows annotations: at the line of the file when there is one.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export const annotate = (findings: readonly Finding[]): void => {
  for (const { at, code, says, severity, fix } of findings) {
    const isFile = at.line !== undefined || at.file.includes('/')
    const print = severity === 'error' ? error : warning
    print(isFile ? `${says}\nfix: ${fix}` : `${at.file}: ${says}\nfix: ${fix}`, {
      title: code,
      ...(isFile && { file: at.file }),
      ...(at.line !== undefined && { startLine: at.line }),
      ...(at.column !== undefined && { startColumn: at.column }),
    })
  }
}
