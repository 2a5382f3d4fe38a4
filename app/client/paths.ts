import type { Activity } from '../contract.ts'

/** The pages and where they are. */
export const paths = {
  home: '/',
  notifications: '/notifications',
  search: '/search',
  messages: '/messages',
  metrics: '/metrics',
  signUp: '/signup',
  signIn: '/signin',
  confirm: '/confirm',
  forgot: '/forgot',
  about: '/about',
  terms: '/terms',
  privacy: '/privacy',
} as const

/** The page of a user. */
export const profilePath = (handle: string): string => `/@${handle}`

/** The page of an activity. */
export const activityPath = ({ id, author }: Pick<Activity, 'id'> & { author: { handle: string } }): string =>
  `/@${author.handle}/status/${id}`

/** The page of a conversation. */
export const groupPath = (id: string): string => `/messages/${id}`

/** The page on which a conversation with someone begins. */
export const newMessagePath = (handle: string): string => `/messages/new/${handle}`

/** The page that looks for a term. */
export const searchPath = (term: string): string => `/search?${new URLSearchParams({ q: term })}`

/** The sign-in page that leads back to where one was. */
export const signInPath = (then: string): string =>
  then === '/' ? paths.signIn : `${paths.signIn}?${new URLSearchParams({ then })}`

/** Where a path of ours leads, home for any other: an address from outside must not lead away from here. */
export const safePath = (then: string | null): string => (then && /^\/(?![/\\])/.test(then) ? then : paths.home)
