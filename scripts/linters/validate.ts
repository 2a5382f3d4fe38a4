import type { Finding, Severity } from '#model'

type Text = { readonly path: string; readonly text: string }

/** What AWS's validator says that is not so, each with the reason. cfn-lint, which knows better, is the gate. */
const exceptions: Readonly<Record<string, string>> = {
  // Rule id → why it is wrong about us. A rule that is listed here without a finding of it fails `test/scripts/linters/`.
}

const severityOf = (given: string): Severity => (/^(ERROR|FATAL)$/i.test(given) ? 'error' : 'warning')

/** AWS's own validator (Rust as WebAssembly), in this process. Loaded only here: it takes a second and 300 MB. */
export const validateTemplates = async (files: readonly Text[]): Promise<readonly Finding[]> => {
  const { RegoEngine, TemplateFile } = await import('@aws/cloudformation-validate')
  const engine = new RegoEngine()
  try {
    return files.flatMap(({ path, text }) => {
      // Its TemplateFile reads from disk; anything with a path and bytes is taken.
      const template = Object.assign(Object.create(TemplateFile.prototype), {
        path,
        readBytes: () => new TextEncoder().encode(text),
      })
      return engine
        .validateStandard(template, { severityLevel: 'WARN' })
        .diagnostics.filter(({ ruleId }) => exceptions[ruleId] === undefined)
        .map((diagnostic) => ({
          code: `cloudformation-validate-${diagnostic.ruleId.toLowerCase()}`,
          severity: severityOf(diagnostic.severity),
          at: {
            file: path,
            ...(diagnostic.startLine && { line: diagnostic.startLine }),
            ...(diagnostic.startColumn && { column: diagnostic.startColumn }),
          },
          says: diagnostic.message,
          fix: diagnostic.suggestedFix ?? `see rule ${diagnostic.ruleId} of cloudformation-validate`,
        }))
    })
  } finally {
    engine.free()
  }
}
