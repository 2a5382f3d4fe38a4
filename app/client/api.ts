import { type Activity, type Feed, type NewActivity, type Problem, routes } from '../contract.ts'

/** A refusal in words a visitor can use. */
export class Refusal extends Error {
  override name = 'Refusal'
}

/** A page of the feed; `before` is the `next` of the page above it. */
export function fetchHome(before?: string): Promise<Feed> {
  return ask(before === undefined ? routes.home : `${routes.home}?before=${encodeURIComponent(before)}`)
}

/** Posts, and gives the activity as the server keeps it. */
export function postActivity(activity: NewActivity): Promise<Activity> {
  const headers = { 'Content-Type': 'application/json' }
  return ask(routes.activities, { method: 'POST', headers, body: JSON.stringify(activity) })
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { ...init, signal: AbortSignal.timeout(15_000) }).catch(() => {
    throw new Refusal('Cruddur cannot be reached. Check your connection, then try again.')
  })
  if (response.ok) return (await response.json()) as T
  throw new Refusal(wordsOf((await response.json().catch(() => undefined)) as Problem | undefined))
}

function wordsOf(problem: Problem | undefined): string {
  const errors = problem?.errors?.map(({ path, message }) => `${path} ${message}`.trim()).join('; ')
  if (errors) return `${errors.charAt(0).toUpperCase()}${errors.slice(1)}.`
  return 'Something went wrong on our side. Try again in a moment.'
}
