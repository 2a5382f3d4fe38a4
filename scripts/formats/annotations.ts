import type { Finding } from '#model'

const inMessage = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const inProperty = (text: string): string => inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/**
 * A finding as an annotation of a workflow run.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export const annotationOf = ({ code, severity, at, says, fix }: Finding): string => {
  const place = [
    `file=${inProperty(at.file)}`,
    ...(at.line === undefined ? [] : [`line=${at.line}`]),
    ...(at.column === undefined ? [] : [`col=${at.column}`]),
    `title=${inProperty(code)}`,
  ]
  return `::${severity} ${place.join(',')}::${inMessage(`${says}\nfix: ${fix}`)}`
}
