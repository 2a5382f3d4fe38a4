/** Someone, as shown beside what they did; `avatarUrl` is null for whoever has none. */
export type User = {
  readonly id: string
  readonly handle: string
  readonly displayName: string
  readonly avatarUrl: string | null
}

/** Some users: `GET /api/suggested-users`. */
export type Users = { readonly users: readonly User[] }

/** The page of a user: `GET /api/users/:handle`. */
export type Profile = User & { readonly bio: string; readonly activitiesCount: number; readonly joinedAt: string }

/** The one who is signed in: `GET /api/profile`. */
export type Me = Profile & { readonly unreadNotifications: number }

/** What `PATCH /api/profile` takes; what is left out stays. */
export type ProfileUpdate = { readonly displayName?: string | undefined; readonly bio?: string | undefined }

/**
 * A permission to upload one file once, straight to the bucket: send `fields` and then `file` as multipart form data to
 * `url`, then `PUT /api/profile/avatar` with `{ version }`.
 */
export type UploadTicket = {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
  readonly version: string
  readonly expiresAt: string
}
