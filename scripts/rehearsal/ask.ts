import { fault } from '#model'

/** An answer of the app, as a user gets it. */
export interface Asked {
  readonly status: number
  readonly body: string
  readonly type: string
}

/** Asks a URL as a user would. */
export const ask = async (url: string): Promise<Asked> => {
  const answer = await fetch(url, { redirect: 'manual' })
  return { status: answer.status, body: await answer.text(), type: answer.headers.get('content-type') ?? '' }
}

/** Ends the rehearsal when something a user relies on is not so. */
export const expectThat = (holds: boolean, what: string, got: unknown): void => {
  if (holds) return
  throw fault({
    at: 'rehearsal',
    code: 'rehearsal-failed',
    says: `${what}, but it is ${JSON.stringify(got)}`,
    fix: 'read the stage above this line: the first thing that failed there is the cause',
    exit: 1,
  })
}
