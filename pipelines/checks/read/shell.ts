// What a shell command reads and sets, without running it.

/** The parts of a command that the shell expands: without single-quoted texts and comments. */
const expanded = (command: string): string => {
  let kept = ''
  let isDouble = false
  for (let at = 0; at < command.length; at++) {
    const character = command[at] as string
    if (character === '\\') at++
    else if (character === '"') isDouble = !isDouble
    else if (character === "'" && !isDouble) at = endOf(command, at + 1, "'")
    else if (character === '#' && !isDouble && /^$|[\s;]/.test(command[at - 1] ?? '')) at = endOf(command, at, '\n') - 1
    else kept += character
  }
  return kept
}

const endOf = (text: string, from: number, mark: string): number => {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found
}

const plain = /\$(?:([A-Za-z_]\w*)|\{[#!]?([A-Za-z_]\w*)(:?[-=+])?)/g
const passed = /(?:--env|-e)[ =]([A-Za-z_]\w*)(?=\s|$)/g

/** The variables that a command needs: those it reads without saying what an unset one means. */
export const variablesReadBy = (command: string): readonly string[] => {
  const text = expanded(command)
  const names = [...text.matchAll(plain)].flatMap((each) => (each[3] === undefined ? (each[1] ?? each[2] ?? []) : []))
  const given = /\bdocker\s+run\b/.test(text) ? [...text.matchAll(passed)].flatMap((each) => each[1] ?? []) : []
  return [...new Set([...names, ...given])]
}

const assigned = /(?:^|[\s;&|({])([A-Za-z_]\w*)\+?=/g
const listed = /\b(?:read|mapfile|readarray|getopts|unset)\s+((?:-\w+\s+|\S+\s+)*?[A-Za-z_]\w*(?:\s+[A-Za-z_]\w*)*)/g
const looped = /\b(?:for|select)\s+([A-Za-z_]\w*)/g
const printed = /\bprintf\s+-v\s+([A-Za-z_]\w*)/g

/** The variables that a command sets. */
export const variablesSetBy = (command: string): readonly string[] => {
  const text = expanded(command)
  const words = [...text.matchAll(listed)].flatMap((each) => each[1]?.split(/\s+/) ?? [])
  const single = [assigned, looped, printed].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((each) => each[1] ?? ''),
  )
  const defaulted = [...text.matchAll(/\$\{([A-Za-z_]\w*):?=/g)].map((each) => each[1] ?? '')
  return [...words, ...single, ...defaulted]
}

/** True when a command may set anything: it runs another file in the same shell. */
export const isOpen = (command: string): boolean => /(?:^|[\s;&|(])(?:source|\.|eval)\s/.test(expanded(command))
