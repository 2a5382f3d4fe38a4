import { Refusal } from './refusal.ts'

/**
 * The names and values of a GITHUB_OUTPUT or GITHUB_ENV file: `name=value`, or several lines between two delimiters.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#environment-files
 */
export const readFileCommands = (text: string): ReadonlyMap<string, string> => {
  const values = new Map<string, string>()
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (heredoc !== -1 && (equals === -1 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2)
      const end = lines.indexOf(delimiter, at + 1)
      if (end === -1) throw new Refusal(`"${line}" has no line "${delimiter}" after it`, 'close it with its delimiter')
      values.set(line.slice(0, heredoc), lines.slice(at + 1, end).join('\n'))
      at = end
    } else if (equals > 0) values.set(line.slice(0, equals), line.slice(equals + 1))
    else throw new Refusal(`Invalid format '${line}'`, 'write name=value')
  }
  return values
}
