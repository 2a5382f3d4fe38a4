import { z } from 'zod'
import { limits } from '../contract.ts'
import { type Cursor, parseCursor } from '../db/cursor.ts'

const range = `must be a whole number from 1 to ${limits.pageMax}`

/** Which page of the feed a request asks for. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number(range).int(range).min(1, range).max(limits.pageMax, range).default(limits.page),
  before: z
    .string('must be given once')
    .transform((text, context): Cursor => {
      const cursor = parseCursor(text)
      if (cursor) return cursor
      context.issues.push({ code: 'custom', message: 'must be the "next" of an earlier page', input: text })
      return z.NEVER
    })
    .optional(),
})
