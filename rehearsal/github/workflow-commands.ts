/** An annotation: what GitHub shows beside the line of a file. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly title?: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** What a line of output asks for. */
export type Command =
  | { readonly kind: 'annotation'; readonly annotation: Annotation }
  | { readonly kind: 'mask'; readonly text: string }
  | { readonly kind: 'other'; readonly name: string; readonly text: string }

const plain = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
const plainProperty = (text: string): string => plain(text.replaceAll('%3A', ':').replaceAll('%2C', ','))

/**
 * The workflow command on a line of output, if it is one.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export const readCommand = (line: string): Command | undefined => {
  const found = /^\s*::([a-z-]+)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/.exec(line)
  if (!found) return undefined
  const [, name = '', given = '', message = ''] = found
  if (name === 'add-mask') return { kind: 'mask', text: plain(message) }
  if (name !== 'error' && name !== 'warning' && name !== 'notice') return { kind: 'other', name, text: plain(message) }
  const properties = new Map(
    given.split(',').flatMap((each) => {
      const [key = '', ...value] = each.split('=')
      return value.length > 0 ? [[key.trim(), plainProperty(value.join('='))] as const] : []
    }),
  )
  const title = properties.get('title')
  const file = properties.get('file')
  const number = (key: string) => {
    const value = Number(properties.get(key))
    return Number.isInteger(value) && value > 0 ? value : undefined
  }
  const line_ = number('line')
  const column = number('col')
  return {
    kind: 'annotation',
    annotation: {
      level: name,
      message: plain(message),
      ...(title !== undefined && { title }),
      ...(file !== undefined && { file }),
      ...(line_ !== undefined && { line: line_ }),
      ...(column !== undefined && { column }),
    },
  }
}
