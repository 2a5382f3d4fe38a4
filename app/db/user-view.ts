import { sql } from 'kysely'
import type { User } from '../contract.ts'

/** Where the avatar of a user is, null for whoever has none. Its address changes with its version, so it can be cached for ever. */
export type AvatarUrl = (userId: string, version: string | null) => string | null

/** The addresses below the folder of avatars; without one nobody has an avatar. */
export const avatarUrlBelow =
  (folder: string | undefined): AvatarUrl =>
  (userId, version) =>
    folder && version ? `${folder.replace(/\/$/, '')}/${userId}/${version}.webp` : null

/** The columns of the user `u` that others may see. */
export const userColumns = sql<UserRow>`u.id as user_id, u.handle, u.display_name, u.avatar_version`

/** A user as the database gives them beside something else. */
export type UserRow = { user_id: string; handle: string; display_name: string; avatar_version: string | null }

/** The user of a row. */
export const userOf = (row: UserRow, avatarUrl: AvatarUrl): User => ({
  id: row.user_id,
  handle: row.handle,
  displayName: row.display_name,
  avatarUrl: avatarUrl(row.user_id, row.avatar_version),
})
