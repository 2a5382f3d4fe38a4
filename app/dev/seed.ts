import type { NewActivity } from '../contract.ts'
import type { Activities } from '../db/activities.ts'

const posts: readonly NewActivity[] = [
  { handle: 'andrew', message: 'Cloud is fun, and so is deleting what you no longer need.', ttl: '30-days' },
  { handle: 'bayko', message: 'Standing desk, day 4. I have opinions about chairs now.', ttl: '3-days' },
  { handle: 'lore', message: 'My humans left the window open. 🐈 The balcony is mine until sunset.', ttl: '12-hours' },
  { handle: 'londo', message: 'Success is getting what you want; happiness is wanting what you get.', ttl: '7-days' },
]

/** Fills the feed, so that the page has something to show. */
export async function seed(activities: Activities): Promise<void> {
  for (const post of posts) await activities.create(post)
}
