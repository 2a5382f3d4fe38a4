// What the server, the page and whoever deploys them must agree on. Constants and types only: importing it costs nothing.

export type {
  Activity,
  ActivityWithReplies,
  Counts,
  Feed,
  NewReply,
  Shared,
} from './contract/activities.ts'
export type { CountsChanged, Events, LiveEvent } from './contract/events.ts'
export type {
  Message,
  MessageGroup,
  MessageGroups,
  Messages,
  NewConversation,
  NewMessage,
  Started,
} from './contract/messages.ts'
export type { DayOfMetrics, Metrics, Trend, Trends } from './contract/metrics.ts'
export type { Notification, NotificationKind, Notifications } from './contract/notifications.ts'
export type { Health, Problem, ProblemCode } from './contract/problem.ts'
export type { Confirmation, NewPassword, SignedIn, SignIn, SignUp, SignUpDone } from './contract/session.ts'
export type { Me, Profile, ProfileUpdate, UploadTicket, User, Users } from './contract/users.ts'

/** Where the server listens, and the path a load balancer asks whether it is well. */
export const http = { port: 3000, health: '/api/health-check' } as const

/** The paths of the API. `:id` is a UUID, `:handle` a handle without "@". */
export const routes = {
  live: '/api/live',
  openapi: '/api/openapi.json',
  home: '/api/activities/home',
  search: '/api/activities/search',
  activities: '/api/activities',
  activity: '/api/activities/:id',
  replies: '/api/activities/:id/replies',
  like: '/api/activities/:id/like',
  repost: '/api/activities/:id/repost',
  share: '/api/activities/:id/share',
  notifications: '/api/notifications',
  notificationsRead: '/api/notifications/read',
  profileOf: '/api/users/:handle',
  activitiesOf: '/api/users/:handle/activities',
  shortUser: '/api/users/:handle/short',
  suggestedUsers: '/api/suggested-users',
  trends: '/api/trends',
  metrics: '/api/metrics',
  profile: '/api/profile',
  avatarTicket: '/api/profile/avatar-ticket',
  avatar: '/api/profile/avatar',
  groups: '/api/message-groups',
  group: '/api/message-groups/:id',
  messagesOf: '/api/message-groups/:id/messages',
  groupRead: '/api/message-groups/:id/read',
  conversations: '/api/messages',
  events: '/api/events',
  session: '/api/session',
  signUp: '/api/session/sign-up',
  confirm: '/api/session/confirm',
  resend: '/api/session/resend',
  signIn: '/api/session/sign-in',
  refresh: '/api/session/refresh',
  forgot: '/api/session/forgot',
  reset: '/api/session/reset',
  signOut: '/api/session/sign-out',
} as const

/** A path with its `:id` or `:handle` filled in. */
export const pathOf = (route: string, value: string): string => route.replace(/:\w+/, encodeURIComponent(value))

/** The most of everything: texts in characters, pages in items, a request body and an avatar in bytes, metrics in days. */
export const limits = {
  handle: 30,
  message: 280,
  reply: 280,
  directMessage: 1024,
  displayName: 60,
  bio: 280,
  term: 100,
  password: 256,
  passwordMin: 12,
  page: 20,
  pageMax: 100,
  body: 16 * 1024,
  avatar: 5 * 1024 * 1024,
  metricsDays: 90,
} as const

/** How often one user, or one address that is not signed in, may call in a minute: to read, to write, to sign in, to upload. */
export const callsPerMinute = { read: 12_000, write: 120, session: 30, upload: 10 } as const

/** What a handle is made of. */
export const handlePattern = /^[A-Za-z0-9_]{1,30}$/

/** The images an avatar can be made of. */
export const avatarTypes = ['image/jpeg', 'image/png', 'image/webp'] as const

/** What `POST /api/profile/avatar-ticket` takes: the file that will be uploaded. */
export type NewAvatar = { readonly contentType: (typeof avatarTypes)[number]; readonly size: number }

/** The header with which a request to post that is sent twice is one post: any text of up to 64 letters, digits, "_", "-". */
export const idempotencyHeader = 'Idempotency-Key'

/** The header by which the answers to signing in, out and on say where the events stand: an id to follow them from. */
export const positionHeader = 'Live-Position'

/** How long an activity can live, in seconds. */
export const ttls = {
  '1-hour': 3_600,
  '3-hours': 10_800,
  '12-hours': 43_200,
  '1-day': 86_400,
  '3-days': 259_200,
  '7-days': 604_800,
  '30-days': 2_592_000,
} as const

/** How long an activity can live, by name. */
export type Ttl = keyof typeof ttls

/** What `POST /api/activities` takes. */
export type NewActivity = { readonly message: string; readonly ttl?: Ttl | undefined }

/** How long an activity lives when its author does not say. */
export const defaultTtl: Ttl = '7-days'

/** The number of characters a person sees: an emoji outside the basic plane is one, as in PostgreSQL's char_length. */
export const lengthOf = (text: string): number => [...text].length

/** Whether nothing of a text can be seen: it is empty, or all spaces, marks of control and letters without a shape. */
export const isBlank = (text: string): boolean => !/[^\s\p{Cc}\p{Cf}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u.test(text)
