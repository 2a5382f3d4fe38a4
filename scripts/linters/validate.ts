import { type Finding, fault, type Severity } from '#model'

type Text = { readonly path: string; readonly text: string }

/** What AWS's validator says that is not so, each with the reason. cfn-lint, which knows better, is the gate. */
const exceptions: Readonly<Record<string, string>> = {
  // Rule id → why it is wrong about us. A rule that is listed here without a finding of it fails `test/scripts/linters/`.
}

/** What it calls an error in templates that CloudFormation takes, each with the reason; said as a warning. */
const doubtful: Readonly<Record<string, string>> = {
  E1152: 'takes the path of a Systems Manager parameter for the image that it holds',
  E9006: 'knows not every version of every database engine',
  F1101: 'reads YAML more strictly than CloudFormation; what is no YAML at all our own parser finds',
  F2012: 'compares a list with the allowed values of its items',
  F3020: 'looks at both branches of Fn::If at once',
}

const severityOf = ({ severity, ruleId }: { readonly severity: string; readonly ruleId: string }): Severity =>
  /^(ERROR|FATAL)$/i.test(severity) && doubtful[ruleId] === undefined ? 'error' : 'warning'

const codeOf = ({ ruleId, source }: { readonly ruleId: string; readonly source: string }): string =>
  source === 'GUARD'
    ? `guard-${ruleId.toLowerCase().replaceAll('_', '-')}`
    : `cloudformation-validate-${ruleId.toLowerCase()}`

const unreadable = (message: string, guards: readonly Text[]): Error =>
  fault({
    at: guards.find(({ path }) => message.includes(path))?.path ?? 'guard/',
    code: 'guard-unreadable',
    says: message.split('\n')[0]?.replace(/^Error: /, '') ?? message,
    fix: "write named rules over resources chosen by type: let x = Resources.*[ Type == '…' ]; see guard/delivery.guard",
    exit: 1,
  })

/** AWS's own validator (Rust as WebAssembly), in this process, with a team's own Guard rules. It takes a second and 300 MB. */
export const validateTemplates = async (
  files: readonly Text[],
  guards: readonly Text[] = [],
): Promise<readonly Finding[]> => {
  const { RegoEngine, TemplateFile } = await import('@aws/cloudformation-validate')
  let engine: InstanceType<typeof RegoEngine>
  try {
    engine = new RegoEngine({ guardRules: guards.map(({ path, text }) => ({ name: path, content: text })) })
  } catch (error) {
    throw unreadable(String(error), guards)
  }
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
          code: codeOf(diagnostic),
          severity: severityOf(diagnostic),
          at: {
            file: path,
            ...(diagnostic.startLine && { line: diagnostic.startLine }),
            ...(diagnostic.startColumn && { column: diagnostic.startColumn }),
          },
          says: diagnostic.message,
          fix:
            diagnostic.suggestedFix ??
            `see rule ${diagnostic.ruleId} of ${diagnostic.source === 'GUARD' ? 'guard/' : 'cloudformation-validate'}`,
        }))
    })
  } finally {
    engine.free()
  }
}
