// Reads what `set` and `export -p` print, in the quoting of dash and of bash, so that the next command can start there.

export interface Assignment {
  readonly name: string
  /** The value as the shell quoted it; usable verbatim in a script. Undefined for `export NAME` without a value. */
  readonly quoted: string | undefined
}

/** The end of a quoted shell word that starts at an index: the index of the newline or blank after it. */
const endOfWord = (text: string, start: number): number => {
  let at = start
  while (at < text.length) {
    const char = text[at]
    if (char === '\n') return at
    if (char === '\\') at += 2
    else if (char === "'" || char === '"') {
      const ansi = char === "'" && text[at - 1] === '$'
      at++
      while (at < text.length && text[at] !== char) at += text[at] === '\\' && (ansi || char === '"') ? 2 : 1
      at++
    } else at++
  }
  return at
}

/** Every assignment in the output of `set`, `export -p` or `declare -p`; functions and arrays are left out. */
export const assignments = (text: string): readonly Assignment[] => {
  const found: Assignment[] = []
  let at = 0
  while (at < text.length) {
    const match = /^(?:export |declare -x |readonly )?([A-Za-z_]\w*)(=?)/.exec(text.slice(at, at + 400))
    if (!match) {
      at = endOfWord(text, at) + 1
      continue
    }
    const start = at + match[0].length
    const end = endOfWord(text, start)
    const quoted = match[2] ? text.slice(start, end) : undefined
    if (!quoted?.startsWith('(')) found.push({ name: match[1] as string, quoted })
    at = end + 1
  }
  return found
}

const ansi: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
}

/** The plain value of a quoted shell word. */
export const unquoted = (word: string): string =>
  word.replace(
    /\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_, ansiText?: string, single?: string, double?: string, escaped?: string) => {
      if (single !== undefined) return single
      if (double !== undefined) return double.replace(/\\([$`"\\\n])/g, '$1')
      if (escaped !== undefined) return escaped
      return (ansiText ?? '').replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))/gs, (_all, hex, octal, char) =>
        hex
          ? String.fromCharCode(Number.parseInt(hex, 16))
          : octal
            ? String.fromCharCode(Number.parseInt(octal, 8))
            : (ansi[char] ?? char),
      )
    },
  )

/** A value quoted for any shell. */
export const quoted = (value: string): string => `'${value.replaceAll("'", `'"'"'`)}'`
