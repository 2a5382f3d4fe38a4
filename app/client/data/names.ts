/** The names under which what was read is kept. */
export const names = {
  home: 'home',
  search: (term: string) => `search ${term}`,
  replies: (id: string) => `replies ${id}`,
  profile: (handle: string) => `profile ${handle.toLowerCase()}`,
  activitiesOf: (handle: string) => `activities of ${handle.toLowerCase()}`,
  notifications: 'notifications',
  groups: 'groups',
  group: (id: string) => `group ${id}`,
  messages: (id: string) => `messages ${id}`,
  user: (handle: string) => `user ${handle.toLowerCase()}`,
  suggested: 'suggested',
  trends: 'trends',
  metrics: (days: number) => `metrics ${days}`,
} as const
