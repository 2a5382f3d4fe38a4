import type { Finding } from '#model'

// What it says of a key has the fix in it; the page has the keys.
const page = 'https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax'

const fixOf = (message: string): string => {
  const unexpected = /^Unexpected value '(.+)'$/.exec(message)?.[1]
  if (unexpected !== undefined) return `remove or rename "${unexpected}"; ${page} lists what may stand here`
  const missing = /^Required property is missing: (.+)$/.exec(message)?.[1]
  if (missing !== undefined) return `add "${missing}: …" here`
  const duplicate = /'(.+)' is already defined/.exec(message)?.[1]
  if (duplicate !== undefined) return `remove one "${duplicate}"`
  if (message.startsWith('Context access might be invalid'))
    return 'name something that exists, or remove the expression'
  return `see ${page}`
}

const errorLevel = 1

/**
 * What GitHub's own language service reports. Loaded when asked for: it takes a third of a second to load.
 * It is the parser of GitHub itself, so what it refuses, GitHub refuses.
 */
export const askLanguageService = async (file: {
  readonly path: string
  readonly text: string
}): Promise<readonly Finding[]> => {
  const [{ validate }, { clearCacheEntry }, { TextDocument }] = await Promise.all([
    import('@actions/languageservice'),
    import('@actions/languageservice/utils/workflow-cache'),
    import('vscode-languageserver-textdocument'),
  ])
  // It takes for a workflow what lies in .github/workflows.
  const uri = `file:///.github/workflows/${file.path.split('/').at(-1)}`
  const document = TextDocument.create(uri, 'yaml', 1, file.text)
  // It remembers what it read under a name, whatever stands there now.
  clearCacheEntry(uri)
  const diagnostics = await validate(document)
  return diagnostics.map((each) => {
    const whole = typeof each.message === 'string' ? each.message : each.message.value
    const message = whole.split('\n')[0]?.replace(/:$/, '') ?? whole
    return {
      code: message.startsWith('Context access') ? 'context-unresolved' : 'workflow-malformed',
      severity: (each.severity ?? errorLevel) === errorLevel ? 'error' : 'warning',
      at: { file: file.path, line: each.range.start.line + 1, column: each.range.start.character + 1 },
      says: message.charAt(0).toLowerCase() + message.slice(1),
      fix: fixOf(message),
    }
  })
}
