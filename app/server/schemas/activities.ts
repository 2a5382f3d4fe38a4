import { z } from 'zod'
import {
  type Activity,
  type ActivityWithReplies,
  type Counts,
  type Feed,
  limits,
  type NewActivity,
  type NewReply,
  type Shared,
  type Ttl,
  ttls,
} from '../../contract.ts'
import { instantSchema, textOf } from './text.ts'
import { userSchema } from './users.ts'

const names = Object.keys(ttls) as [Ttl, ...Ttl[]]

/** What a request to post must carry. */
export const newActivitySchema: z.ZodType<NewActivity> = z.object(
  {
    message: textOf('the message', limits.message),
    ttl: z.enum(names, `must be one of ${names.join(', ')}`).optional(),
  },
  'must be a JSON object with "message"',
)

/** What a reply must carry. */
export const newReplySchema: z.ZodType<NewReply> = z.object(
  { message: textOf('the reply', limits.reply) },
  'must be a JSON object with "message"',
)

export const countsSchema: z.ZodType<Counts> = z.strictObject({
  replies: z.int(),
  reposts: z.int(),
  likes: z.int(),
  shares: z.int(),
})

export const activitySchema: z.ZodType<Activity> = z.strictObject({
  id: z.uuid(),
  author: userSchema,
  message: z.string(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  replyTo: z.uuid().nullable(),
  counts: countsSchema,
  liked: z.boolean(),
  reposted: z.boolean(),
  repostedAt: instantSchema.nullable(),
})

export const feedSchema: z.ZodType<Feed> = z.strictObject({
  activities: z.array(activitySchema),
  next: z.string().nullable(),
})

export const activityWithRepliesSchema: z.ZodType<ActivityWithReplies> = z.strictObject({
  activity: activitySchema,
  replies: feedSchema,
})

export const sharedSchema: z.ZodType<Shared> = z.strictObject({ path: z.string(), counts: countsSchema })
