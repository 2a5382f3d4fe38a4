// Reads a Dockerfile into instructions and stages.
// https://docs.docker.com/reference/dockerfile/
import { Refusal } from '../command-line.ts'

export interface Instruction {
  readonly line: number
  /** Upper case: FROM, RUN, COPY… */
  readonly name: string
  readonly flags: readonly { readonly name: string; readonly value: string }[]
  readonly text: string
  /** Here-documents of RUN and COPY, in order. */
  readonly documents: readonly { readonly name: string; readonly body: string }[]
}

export interface Stage {
  readonly from: Instruction
  readonly image: string
  readonly name: string | undefined
  readonly instructions: readonly Instruction[]
}

export interface Dockerfile {
  /** ARG instructions before the first FROM. */
  readonly args: readonly Instruction[]
  readonly stages: readonly Stage[]
}

const flagsOf = (text: string) => {
  const flags: { name: string; value: string }[] = []
  let rest = text
  for (;;) {
    const flag = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest)
    if (!flag) return { flags, rest }
    flags.push({ name: flag[1] as string, value: flag[2] ?? 'true' })
    rest = rest.slice(flag[0].length)
  }
}

const flagged = new Set(['FROM', 'RUN', 'COPY', 'ADD', 'HEALTHCHECK'])

/** The instructions of a Dockerfile, with continued lines joined and comments removed. */
export const instructionsOf = (text: string): readonly Instruction[] => {
  const lines = text.split(/\r?\n/)
  const continuation = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 3).join('\n')) ? '`' : '\\'
  const found: Instruction[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1
    let logical = lines[at] as string
    if (/^\s*(?:#|$)/.test(logical)) continue
    while (logical.trimEnd().endsWith(continuation) && at + 1 < lines.length) {
      const next = lines[++at] as string
      if (/^\s*(?:#|$)/.test(next)) continue
      logical = logical.trimEnd().slice(0, -1) + next
    }
    const match = /^\s*([A-Za-z]+)\s+(.*)$/s.exec(logical)
    if (!match) throw new Refusal(`Dockerfile:${line}: cannot read "${logical.trim()}"`)
    const name = (match[1] as string).toUpperCase()
    const { flags, rest } = flagged.has(name) ? flagsOf(match[2] as string) : { flags: [], rest: match[2] as string }
    const documents: { name: string; body: string }[] = []
    if (name === 'RUN' || name === 'COPY') {
      for (const [, tabs, word] of rest.matchAll(/<<(-?)["']?(\w+)["']?/g)) {
        const body: string[] = []
        const ends = (one: string) => (tabs ? one.replace(/^\t+/, '') : one) === word
        while (++at < lines.length && !ends(lines[at] as string))
          body.push(tabs ? (lines[at] as string).replace(/^\t+/, '') : (lines[at] as string))
        documents.push({ name: word as string, body: `${body.join('\n')}\n` })
      }
    }
    found.push({ line, name, flags, text: rest.trim(), documents })
  }
  return found
}

/** A Dockerfile's stages. */
export const readDockerfile = (text: string): Dockerfile => {
  const args: Instruction[] = []
  const stages: { from: Instruction; image: string; name: string | undefined; instructions: Instruction[] }[] = []
  for (const instruction of instructionsOf(text)) {
    const stage = stages.at(-1)
    if (instruction.name === 'FROM') {
      const match = /^(\S+)(?:\s+as\s+(\S+))?$/i.exec(instruction.text)
      if (!match) throw new Refusal(`Dockerfile:${instruction.line}: FROM takes "<image>" or "<image> AS <name>"`)
      stages.push({ from: instruction, image: match[1] as string, name: match[2]?.toLowerCase(), instructions: [] })
    } else if (stage) stage.instructions.push(instruction)
    else if (instruction.name === 'ARG') args.push(instruction)
    else throw new Refusal(`Dockerfile:${instruction.line}: ${instruction.name} before the first FROM`)
  }
  if (stages.length === 0) throw new Refusal('Dockerfile: there is no FROM')
  return { args, stages }
}

/** The value of an instruction's flag. */
export const flag = (instruction: Instruction, name: string): string | undefined =>
  instruction.flags.find((one) => one.name === name)?.value
