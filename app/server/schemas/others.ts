import { z } from 'zod'
import type { Health, Metrics, Notifications, Problem, Trends } from '../../contract.ts'
import { instantSchema } from './text.ts'
import { userSchema } from './users.ts'

export const notificationsSchema: z.ZodType<Notifications> = z.strictObject({
  notifications: z.array(
    z.strictObject({
      id: z.uuid(),
      kind: z.enum(['reply', 'like', 'repost', 'message']),
      actor: userSchema,
      activity: z.strictObject({ id: z.uuid(), handle: z.string(), message: z.string() }).nullable(),
      groupId: z.string().nullable(),
      createdAt: instantSchema,
      read: z.boolean(),
    }),
  ),
  unread: z.int(),
  next: z.string().nullable(),
})

export const trendsSchema: z.ZodType<Trends> = z.strictObject({
  trends: z.array(z.strictObject({ term: z.string(), activities: z.int() })),
})

const numbers = { activities: z.int(), replies: z.int(), likes: z.int(), reposts: z.int(), messages: z.int() }

export const metricsSchema: z.ZodType<Metrics> = z.strictObject({
  days: z.array(z.strictObject({ day: z.iso.date(), ...numbers, averageActivities: z.number(), total: z.int() })),
  sums: z.strictObject(numbers),
})

export const healthSchema: z.ZodType<Health> = z.strictObject({
  status: z.enum(['ok', 'unavailable']),
  release: z.string(),
  database: z.enum(['reachable', 'unreachable']),
})

/** https://www.rfc-editor.org/rfc/rfc9457 */
export const problemSchema = z.strictObject({
  title: z.string(),
  status: z.int(),
  code: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
}) satisfies z.ZodType<Omit<Problem, 'code' | 'detail' | 'errors'>>
