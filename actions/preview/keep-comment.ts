import type { Comments } from './comments.ts'

/** GitHub refuses a longer comment. https://docs.github.com/rest/issues/comments */
const longestComment = 65_536

/** The hidden first line by which the comment of one environment is found again. */
export const markerOf = (of: { readonly delivery: string; readonly environment: string }): string =>
  `<!-- launchway:preview ${of.delivery} ${of.environment} -->`

/** Keeps one comment up to date: the first of our own that begins with the marker, or a new one. Gives its id. */
export const keepComment = async (
  comments: Comments,
  given: { readonly marker: string; readonly text: string },
): Promise<number> => {
  const body = `${given.marker}\n${given.text}`.slice(0, longestComment)
  const author = await comments.author()
  // Anyone can copy the marker into a comment of their own.
  for await (const comment of comments.list())
    if (comment.author === author && comment.body.startsWith(given.marker)) return comments.update(comment.id, body)
  return comments.create(body)
}
