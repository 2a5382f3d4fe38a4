import { z } from 'zod'
import {
  avatarTypes,
  limits,
  type Me,
  type NewAvatar,
  type Profile,
  type ProfileUpdate,
  type UploadTicket,
  type User,
  type Users,
} from '../../contract.ts'
import { handleSchema, idSchema, instantSchema, textOf, textOrBlankOf } from './text.ts'

const user = { id: z.uuid(), handle: handleSchema, displayName: z.string(), avatarUrl: z.string().nullable() }
const profile = { ...user, bio: z.string(), activitiesCount: z.int(), joinedAt: instantSchema }

export const userSchema: z.ZodType<User> = z.strictObject(user)
export const usersSchema: z.ZodType<Users> = z.strictObject({ users: z.array(userSchema) })
export const profileSchema: z.ZodType<Profile> = z.strictObject(profile)
export const meSchema: z.ZodType<Me> = z.strictObject({ ...profile, unreadNotifications: z.int() })

/** What a change of the profile may carry. */
export const profileUpdateSchema: z.ZodType<ProfileUpdate> = z.object(
  {
    displayName: textOf('your name', limits.displayName).optional(),
    bio: textOrBlankOf('your bio', limits.bio).optional(),
  },
  'must be a JSON object with "displayName" or "bio"',
)

const size = `must be the size of the file in bytes, at most ${limits.avatar}`

/** Which file is going to be uploaded. */
export const newAvatarSchema: z.ZodType<NewAvatar> = z.object(
  {
    contentType: z.enum(avatarTypes, `must be one of ${avatarTypes.join(', ')}`),
    size: z.int(size).min(1, size).max(limits.avatar, size),
  },
  'must be a JSON object with "contentType" and "size"',
)

/** Which uploaded file counts from now on. */
export const avatarVersionSchema = z.object({ version: idSchema }, 'must be a JSON object with "version"')

export const uploadTicketSchema: z.ZodType<UploadTicket> = z.strictObject({
  url: z.url(),
  fields: z.record(z.string(), z.string()),
  version: z.uuid(),
  expiresAt: instantSchema,
})
