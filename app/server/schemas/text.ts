import { z } from 'zod'
import { handlePattern, isBlank, lengthOf, limits } from '../../contract.ts'

/** A text of a form: trimmed, not blank, of at most `max` characters as a person counts them. */
export const textOf = (what: string, max: number) =>
  z
    .string(`is missing; send ${what} as text`)
    // What looks the same is the same, to the search too.
    .normalize()
    .trim()
    .refine((text) => !isBlank(text), 'must not be blank')
    .refine((text) => lengthOf(text) <= max, {
      error: ({ input }) => `must be at most ${max} characters, not ${lengthOf(String(input))}`,
    })
    // PostgreSQL text cannot hold it.
    .refine((text) => !text.includes('\0'), 'must not contain the character U+0000')
    .refine((text) => !/\p{Cs}/u.test(text), 'must not contain half of a character (a lone surrogate)')
    .meta({ minLength: 1, maxLength: max })

/** A text that may be blank. */
export const textOrBlankOf = (what: string, max: number) =>
  z.union([z.literal(''), textOf(what, max)], {
    error: ({ input }) =>
      typeof input === 'string' && lengthOf(input.trim()) > max
        ? `must be at most ${max} characters, not ${lengthOf(input.trim())}`
        : `must be ${what} as text of at most ${max} characters`,
  })

/** A handle, without "@". */
export const handleSchema = z
  .string('is missing; send a handle as text')
  .trim()
  .regex(handlePattern, `must be 1 to ${limits.handle} letters, digits or underscores`)

/** The id of an activity or a user. */
export const idSchema = z.uuid('must be a UUID')

/** An instant in UTC. */
export const instantSchema = z.iso.datetime()
