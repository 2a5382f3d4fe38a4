import { type Comment, type CommentStore, refusedBody } from './comments.ts'
import type { IdTokens } from './id-tokens.ts'
import type { JobIdentity } from './run-identity.ts'
import type { Permissions } from './workflow-file.ts'

/** One request, and whose token it carries. */
export interface Asked {
  readonly method: string
  readonly url: URL
  readonly body: unknown
  readonly caller: { readonly job: JobIdentity; readonly permissions: Permissions } | undefined
  readonly asking: JobIdentity | undefined
}

/** What goes back. */
export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What the routes work on. */
export interface Around {
  readonly comments: CommentStore
  readonly tokens: IdTokens
  readonly url: string
}

const refuse = (status: number, message: string, errors?: readonly object[]): Reply => ({
  status,
  body: {
    message,
    ...(errors && { errors }),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  },
})

type Route = readonly [
  method: string,
  path: RegExp,
  answer: (asked: Asked, parts: readonly string[], around: Around) => Reply | Promise<Reply>,
]

// https://docs.github.com/rest/issues/comments
const routes: readonly Route[] = [
  [
    'GET',
    /^\/repos\/([^/]+)\/([^/]+)\/issues\/(\d+)\/comments$/,
    (asked, parts, around) => listComments(asked, parts, around),
  ],
  [
    'POST',
    /^\/repos\/([^/]+)\/([^/]+)\/issues\/(\d+)\/comments$/,
    (asked, parts, around) => createComment(asked, parts, around),
  ],
  [
    'PATCH',
    /^\/repos\/([^/]+)\/([^/]+)\/issues\/comments\/(\d+)$/,
    (asked, parts, around) => changeComment(asked, parts, around),
  ],
  ['GET', /^\/repos\/([^/]+)\/([^/]+)\/issues\/comments\/(\d+)$/, (_, parts, around) => oneComment(parts, around)],
  // The token of a workflow belongs to an app, and this asks for a person. https://docs.github.com/rest/users/users
  ['GET', /^\/user$/, () => refuse(403, 'Resource not accessible by integration')],
  ['POST', /^\/graphql$/, (asked) => graphql(asked)],
]

const open: readonly Route[] = [
  ['GET', /^\/oidc\/token$/, (asked, _, around) => idToken(asked, around)],
  ['GET', /^\/\.well-known\/jwks$/, (_, __, around) => ({ status: 200, body: around.tokens.jwks })],
  ['GET', /^\/$/, (_, __, around) => ({ status: 200, body: { is: 'a local GitHub for rehearsals', url: around.url } })],
]

/** Answers one request as GitHub would; what is not modelled is a 404 in GitHub's own shape. */
export const answer = async (asked: Asked, around: Around): Promise<Reply> => {
  const find = (among: readonly Route[]) => {
    for (const [method, path, reply] of among) {
      const found = method === asked.method ? path.exec(asked.url.pathname) : null
      if (found) return () => reply(asked, found.slice(1), around)
    }
    return undefined
  }
  const free = find(open)
  if (free) return free()
  if (!asked.caller) return refuse(401, 'Bad credentials')
  return (await find(routes)?.()) ?? refuse(404, 'Not Found')
}

const bot = { login: 'github-actions[bot]', type: 'Bot' } as const
const issueOf = (parts: readonly string[]): string => `${parts[0]}/${parts[1]}#${parts[2]}`

const mayWrite = (asked: Asked, parts: readonly string[]): boolean => {
  const { job, permissions } = asked.caller ?? { permissions: {} as Permissions }
  const own = job?.repository.slug.toLowerCase() === `${parts[0]}/${parts[1]}`.toLowerCase()
  return own && (permissions['pull-requests'] === 'write' || permissions.issues === 'write')
}

const sent = (comment: Comment) => ({
  id: comment.id,
  user: comment.user,
  body: comment.body,
  created_at: comment.created_at,
  updated_at: comment.updated_at,
})

const listComments = (asked: Asked, parts: readonly string[], around: Around): Reply => {
  const number = (name: string, fallback: number) => Number(asked.url.searchParams.get(name) ?? fallback)
  const size = Math.min(100, Math.max(1, number('per_page', 30)))
  const page = Math.max(1, number('page', 1))
  const all = around.comments.of(issueOf(parts))
  const next = new URL(asked.url)
  next.searchParams.set('page', String(page + 1))
  const more = page * size < all.length
  return {
    status: 200,
    body: all.slice((page - 1) * size, page * size).map(sent),
    ...(more && { headers: { link: `<${next.href}>; rel="next"` } }),
  }
}

const textOf = (asked: Asked): unknown =>
  typeof asked.body === 'object' && asked.body !== null ? (asked.body as { body?: unknown }).body : undefined

const unprocessable = (message: string): Reply =>
  refuse(422, 'Validation Failed', [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }])

const createComment = (asked: Asked, parts: readonly string[], around: Around): Reply => {
  if (!mayWrite(asked, parts)) return refuse(403, 'Resource not accessible by integration')
  const refused = refusedBody(textOf(asked))
  if (refused !== undefined) return unprocessable(refused)
  return {
    status: 201,
    body: sent(around.comments.add({ issue: issueOf(parts), user: bot, body: String(textOf(asked)) })),
  }
}

const changeComment = (asked: Asked, parts: readonly string[], around: Around): Reply => {
  if (!mayWrite(asked, parts)) return refuse(403, 'Resource not accessible by integration')
  const refused = refusedBody(textOf(asked))
  if (refused !== undefined) return unprocessable(refused)
  const changed = around.comments.change(Number(parts[2]), String(textOf(asked)))
  return changed ? { status: 200, body: sent(changed) } : refuse(404, 'Not Found')
}

const oneComment = (parts: readonly string[], around: Around): Reply => {
  const found = around.comments.byId(Number(parts[2]))
  return found ? { status: 200, body: sent(found) } : refuse(404, 'Not Found')
}

const graphql = (asked: Asked): Reply => {
  const query = String((asked.body as { query?: unknown } | undefined)?.query ?? '')
  if (/^\s*(query\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/.test(query))
    return { status: 200, body: { data: { viewer: { login: bot.login } } } }
  return { status: 200, body: { errors: [{ message: 'the local GitHub answers { viewer { login } } only' }] } }
}

const idToken = async (asked: Asked, around: Around): Promise<Reply> => {
  if (!asked.asking) return refuse(401, 'Unauthorized')
  const value = await around.tokens.sign(asked.asking, asked.url.searchParams.get('audience') ?? undefined)
  return { status: 200, body: { count: value.length, value } }
}
