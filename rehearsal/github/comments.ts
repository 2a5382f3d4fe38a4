/** A comment of an issue or a pull request, as the REST API sends it. */
export interface Comment {
  readonly id: number
  readonly user: { readonly login: string; readonly type: 'Bot' | 'User' }
  readonly body: string
  readonly created_at: string
  readonly updated_at: string
  readonly issue: string
}

/** GitHub refuses a longer one. */
const longest = 65_536

/** Why GitHub refuses a body, or nothing. */
export const refusedBody = (body: unknown): string | undefined => {
  if (typeof body !== 'string' || body.trim() === '') return "Body can't be blank"
  return body.length > longest ? `Body is too long (maximum is ${longest} characters)` : undefined
}

/** The comments of all issues. */
export interface CommentStore {
  readonly of: (issue: string) => readonly Comment[]
  readonly byId: (id: number) => Comment | undefined
  readonly add: (given: Pick<Comment, 'issue' | 'user' | 'body'>) => Comment
  readonly change: (id: number, body: string) => Comment | undefined
}

/** An empty store. `now` gives the time that comments carry. */
export const commentStore = (now: () => Date): CommentStore => {
  const all = new Map<number, Comment>()
  const put = (comment: Comment): Comment => {
    all.set(comment.id, comment)
    return comment
  }
  return {
    of: (issue) => [...all.values()].filter((each) => each.issue === issue),
    byId: (id) => all.get(id),
    add: (given) => {
      const at = now().toISOString()
      return put({ ...given, id: all.size + 1, created_at: at, updated_at: at })
    },
    change: (id, body) => {
      const before = all.get(id)
      return before && put({ ...before, body, updated_at: now().toISOString() })
    },
  }
}
