/** Where an upload lies until it is an avatar: under the user, whose Cognito `sub` appears nowhere. */
export const originalKey = (userId: string, version: string): string => `avatars/original/${userId}/${version}`

/** Where the avatar lies then, in the bucket that is served; a version never changes, so it may be kept for ever. */
export const avatarKey = (userId: string, version: string): string => `${userId}/${version}.webp`

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** The user and the version of an upload's key, undefined for any other key. */
export function parseOriginalKey(key: string): { userId: string; version: string } | undefined {
  const [, userId, version] = new RegExp(`^avatars/original/(${uuid})/(${uuid})$`).exec(key) ?? []
  return userId && version ? { userId, version } : undefined
}
