import type { Placed, ReadBuildspec } from './buildspec.ts'
import { oncePer } from './once.ts'

/** A container that a command writes into a file of image definitions. */
export interface Definition extends Placed {
  /** The whole command. */
  readonly command: string
}

// The words of a command, without their quotes. Enough for echo and printf.
const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\([\s\S])/g, (_, single, double, escaped) =>
      single !== undefined ? single : (escaped ?? String(double).replace(/\\(["\\$`])/g, '$1')),
    ),
  )

// printf fills its format's %s with the words behind it.
const filled = (words: readonly string[], at: number): string => {
  let next = at + 1
  return (words[at] ?? '').replace(/%s/g, () => words[next++] ?? '')
}

const namesIn = (command: string): readonly string[] => {
  const words = wordsOf(command)
  return words.flatMap((_, at) =>
    [...filled(words, at).matchAll(/"name"\s*:\s*"([^"]*)"/g)].map((each) => each[1] ?? ''),
  )
}

const definitionsOf = oncePer((command: Placed): readonly Definition[] =>
  namesIn(command.text)
    .filter((name) => !/[$%`]/.test(name))
    .map((name) => ({ text: name, at: command.at, command: command.text })),
)

/** The containers that a buildspec writes into a file, as far as its commands spell them. */
export const definitionsIn = ({ commands }: ReadBuildspec, file: string): readonly Definition[] =>
  commands.filter(({ text }) => text.includes(file)).flatMap(definitionsOf)
