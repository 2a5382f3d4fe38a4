import { getOctokit } from '@actions/github'
import { fault } from '#model'

/** One comment of a pull request. */
export interface Comment {
  readonly id: number
  readonly author: string
  readonly body: string
}

/** The comments of one pull request, as far as the preview needs them. */
export interface Comments {
  /** Whoever the token belongs to. */
  readonly author: () => Promise<string>
  readonly list: () => AsyncIterable<Comment>
  readonly create: (body: string) => Promise<number>
  readonly update: (id: number, body: string) => Promise<number>
}

// REST says "github-actions[bot]" where GraphQL may say "github-actions".
const plainLogin = (login: string): string => login.replace(/\[bot\]$/, '')

const orFault = async <T>(asked: Promise<T>): Promise<T> => {
  try {
    return await asked
  } catch (cause) {
    const status = typeof cause === 'object' && cause !== null && 'status' in cause ? cause.status : undefined
    if (status !== 403 && status !== 404) throw cause
    throw fault({
      at: 'github',
      code: 'comment-refused',
      says: `the token may not comment on this pull request: ${cause instanceof Error ? cause.message : status}`,
      fix: 'add "pull-requests: write" to the permissions of the job',
      exit: 1,
      cause,
    })
  }
}

/** The comments of a pull request on GitHub. https://docs.github.com/rest/issues/comments */
export const commentsOf = (given: {
  readonly token: string
  readonly owner: string
  readonly repo: string
  readonly number: number
}): Comments => {
  const octokit = getOctokit(given.token)
  const issue = { owner: given.owner, repo: given.repo, issue_number: given.number }
  const { issues } = octokit.rest
  return {
    // The token of a workflow may not ask REST who it is.
    author: async () => {
      const { viewer } = await octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }')
      return plainLogin(viewer.login)
    },
    list: async function* () {
      for await (const page of octokit.paginate.iterator(issues.listComments, { ...issue, per_page: 100 }))
        for (const { id, user, body } of page.data)
          yield { id, author: plainLogin(user?.login ?? ''), body: body ?? '' }
    },
    create: async (body) => (await orFault(issues.createComment({ ...issue, body }))).data.id,
    update: async (id, body) =>
      (await orFault(issues.updateComment({ owner: given.owner, repo: given.repo, comment_id: id, body }))).data.id,
  }
}
