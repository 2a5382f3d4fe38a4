import { execFile } from 'node:child_process'
import type { Finding } from '#model'
import { findCfnLint } from './find-cfn-lint.ts'

/** How cfn-lint ended: its findings, or why it could not run and how to get it. */
export type Linted =
  | { readonly is: 'checked'; readonly findings: readonly Finding[] }
  | { readonly is: 'skipped'; readonly why: string; readonly how: string }

interface Match {
  readonly Filename: string
  readonly Level: string
  readonly Message: string
  readonly Rule: { readonly Id: string; readonly Source?: string }
  readonly Location: { readonly Start: { readonly LineNumber: number; readonly ColumnNumber: number } }
}

const findingOf = (match: Match): Finding => ({
  code: `cfn-lint-${match.Rule.Id.toLowerCase()}`,
  severity: match.Level === 'Error' ? 'error' : 'warning',
  at: { file: match.Filename, line: match.Location.Start.LineNumber, column: match.Location.Start.ColumnNumber },
  says: match.Message,
  fix: `see ${match.Rule.Id}${match.Rule.Source ? ` (${match.Rule.Source})` : ''}`,
})

const output = (command: string, given: readonly string[], cwd: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(command, given, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      // cfn-lint's exit code is a set of bits for what it found; only without JSON did it fail itself.
      if (stdout.trim().startsWith('[')) resolve(stdout)
      else reject(new Error(`cfn-lint failed: ${stderr || error?.message}`))
    })
  })

/** The Python cfn-lint over templates. */
export const cfnLint = async (root: string, paths: readonly string[], env: NodeJS.ProcessEnv): Promise<Linted> => {
  // Without a file cfn-lint would read its standard input.
  if (paths.length === 0) return { is: 'checked', findings: [] }
  const found = findCfnLint(root, env)
  if ('why' in found) return { is: 'skipped', ...found }
  const { command, given } = found
  const matches: readonly Match[] = JSON.parse(
    await output(command, [...given, '--format', 'json', '--', ...paths], root),
  )
  return { is: 'checked', findings: matches.map(findingOf) }
}
