import { type Given, sharedOptions, type Verb, type VerbOption, type Verbs } from './verbs.ts'

/** A line that is as it should be. */
export interface Line {
  readonly verb: Verb
  readonly given: Given
  readonly words: readonly string[]
}

const keyOf = (flags: string) =>
  flags.replace(/^--| .*$/g, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

const takesValue = (flags: string) => flags.includes(' ')

const fits = (words: readonly string[], pattern = ''): boolean => {
  const places = pattern.split(' ').filter(Boolean)
  const needed = places.filter((place) => place.startsWith('<')).length
  return words.length >= needed && (pattern.includes('...') || words.length <= places.length)
}

const byFlag = (options: readonly VerbOption[]) => new Map(options.map(([flags]) => [flags.replace(/ .*$/, ''), flags]))

/**
 * Reads a line in which every word is one that is known, so that such a line need not wait for the library that explains
 * all others. Undefined for those: help, short forms, what is missing or misspelled.
 */
export const readLine = (all: readonly string[], verbs: Verbs): Line | undefined => {
  const name = all.find((word, at) => !word.startsWith('-') && all[at - 1] !== '--config')
  const verb = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (!verb) return undefined
  const options = [...sharedOptions.program, ...sharedOptions.verb, ...(verb.options ?? [])]
  const known = byFlag(options)
  const given: Record<string, string | true> = {}
  for (const [flags, , otherwise] of options) if (otherwise !== undefined) given[keyOf(flags)] = otherwise
  const words: string[] = []
  const left = [...all]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (!word.startsWith('-')) {
      words.push(word)
      continue
    }
    const flags = known.get(word)
    // Before the verb stand only the options of the program itself.
    if (flags === undefined || (words.length === 0 && !sharedOptions.program.some(([each]) => each === flags)))
      return undefined
    const value = takesValue(flags) ? left.shift() : true
    if (value === undefined || (value !== true && value.startsWith('-'))) return undefined
    given[keyOf(flags)] = value
  }
  const behind = words.slice(1)
  return words[0] === name && fits(behind, verb.words) && isGiven(given) ? { verb, given, words: behind } : undefined
}

const isGiven = (given: object): given is Given => 'config' in given
