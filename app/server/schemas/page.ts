import { z } from 'zod'
import { limits } from '../../contract.ts'
import { type Cursor, parseCursor } from '../../db/cursor.ts'
import { textOf } from './text.ts'

const range = `must be a whole number from 1 to ${limits.pageMax}`

const limit = z.coerce.number(range).int(range).min(1, range).max(limits.pageMax, range).default(limits.page)

/** Which page of a feed a request asks for. */
export const pageQuerySchema = z.object({
  limit,
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

/** Which page of what is kept elsewhere; the place that keeps it knows what `before` means. */
export const opaquePageQuerySchema = z.object({
  limit,
  before: z.string('must be given once').min(1, 'must be the "next" of an earlier page').max(1_000).optional(),
})

/** What is searched for. */
export const searchQuerySchema = pageQuerySchema.extend({
  term: textOf('what to search for', limits.term).refine(
    (term) => /[\p{L}\p{N}]/u.test(term),
    'must hold a letter or a digit',
  ),
})

const days = `must be a whole number from 1 to ${limits.metricsDays}`

/** How many days of metrics. */
export const daysQuerySchema = z.object({
  days: z.coerce.number(days).int(days).min(1, days).max(limits.metricsDays, days).default(30),
})
