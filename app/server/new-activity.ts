import { z } from 'zod'
import { lengthOf, limits, type NewActivity, type Ttl, ttls } from '../contract.ts'

const names = Object.keys(ttls) as [Ttl, ...Ttl[]]

/** What a request to post must carry. */
export const newActivitySchema: z.ZodType<NewActivity> = z.object(
  {
    handle: z
      .string('is missing; send your handle as text')
      .trim()
      .regex(
        new RegExp(`^[A-Za-z0-9_]{1,${limits.handle}}$`),
        `must be 1 to ${limits.handle} letters, digits or underscores`,
      ),
    message: z
      .string('is missing; send the message as text')
      .trim()
      .min(1, 'must not be blank')
      .refine((text) => lengthOf(text) <= limits.message, {
        error: ({ input }) => `must be at most ${limits.message} characters, not ${lengthOf(String(input))}`,
      })
      // PostgreSQL text cannot hold it.
      .refine((text) => !text.includes('\0'), 'must not contain the character U+0000'),
    ttl: z.enum(names, `must be one of ${names.join(', ')}`).optional(),
  },
  'must be a JSON object with "handle" and "message"',
)
