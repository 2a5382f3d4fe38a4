// Reads the sources of model/ as text: what is declared, with the comment above it. The TypeScript of this repository
// has one form (its formatter sees to that), which is what makes so small a reader enough.

/** One member of an interface, or of the object that a maker takes. */
export interface Member {
  readonly name: string
  readonly optional: boolean
  readonly type: string
  readonly about: string
}

/** A declaration: an interface with its members, a type alias with its text, or a function with its parameters and body. */
export interface Declared {
  readonly name: string
  readonly about: string
  readonly examples: readonly string[]
  readonly kind: 'interface' | 'alias' | 'function'
  /** An interface's body, an alias's text, a function's parameters. */
  readonly text: string
  /** What an interface extends, or a function returns. */
  readonly gives: string
  readonly body: string
}

const open = new Map([
  ['{', '}'],
  ['(', ')'],
  ['[', ']'],
  ['<', '>'],
])

/** The index behind the bracket that closes the one at `start`; an arrow is no bracket. */
export const closing = (text: string, start: number): number => {
  const waiting: string[] = []
  for (let at = start; at < text.length; at++) {
    const here = text[at] ?? ''
    if (here === "'" || here === '`') {
      at = text.indexOf(here, at + 1)
      if (at < 0) return text.length
    } else if (text.startsWith('/*', at)) at = text.indexOf('*/', at) + 1
    else if (text.startsWith('//', at)) at = text.indexOf('\n', at)
    else if (open.has(here)) waiting.push(open.get(here) ?? '')
    else if (here === waiting.at(-1) && !(here === '>' && text[at - 1] === '=')) {
      waiting.pop()
      if (waiting.length === 0) return at + 1
    }
  }
  return text.length
}

const sentences = (comment: string) => {
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
  const said = lines.filter((line) => !line.startsWith('@'))
  return {
    about: said.join(' ').replace(/\s+/g, ' ').trim(),
    examples: lines.filter((line) => line.startsWith('@example ')).map((line) => line.slice('@example '.length)),
  }
}

const flat = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The members that stand in the text of a body. */
export const membersIn = (body: string): readonly Member[] => {
  const found: Member[] = []
  const member = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\s*readonly (\w+)(\?)?: /g
  for (let match = member.exec(body); match; match = member.exec(body)) {
    let end = member.lastIndex
    while (end < body.length && body[end] !== '\n') {
      if (open.has(body[end] ?? '')) end = closing(body, end)
      else if (body[end] === ';' || body[end] === '}') break
      else end++
      // A union goes on in the next line.
      if (body[end] === '\n' && /^\s*[|&] /.test(body.slice(end))) end++
    }
    found.push({
      name: match[2] ?? '',
      optional: match[3] === '?',
      type: flat(body.slice(member.lastIndex, end)).replace(/,$/, ''),
      about: sentences(match[1] ?? '').about,
    })
    member.lastIndex = end
  }
  return found
}

const declaration =
  /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^(?:export )?(interface|type|const) (\w+)(?:<[^>]*>)?( extends [\w, <>'|]+?(?= \{))?( =)? ?/gm

/** Everything that a source declares. */
export const declaredIn = (source: string): readonly Declared[] =>
  [...source.matchAll(declaration)].flatMap((match): readonly Declared[] => {
    const [all, comment = '', word, name = '', parents = ''] = match
    const said = { name, ...sentences(comment.trim()) }
    const start = match.index + all.length
    if (word === 'interface') {
      const brace = source.indexOf('{', start - 1)
      const text = source.slice(brace + 1, closing(source, brace) - 1)
      return [{ ...said, kind: 'interface', text, gives: parents.replace(' extends ', '').trim(), body: '' }]
    }
    const rest = source.slice(start)
    const next = rest.search(/\n\n(?=\/|export |const |type |interface )/)
    const whole = next < 0 ? rest : rest.slice(0, next)
    if (word === 'type') return [{ ...said, kind: 'alias', text: flat(whole), gives: '', body: '' }]
    const at = whole.indexOf('(')
    if (!/^(<[\s\S]*?>)?\(/.test(whole) || at < 0) return []
    const end = closing(whole, at)
    const gives = /^: ([^=]+?) =>/.exec(whole.slice(end))?.[1] ?? ''
    return [
      { ...said, kind: 'function', text: whole.slice(at + 1, end - 1), gives: flat(gives), body: whole.slice(end) },
    ]
  })
