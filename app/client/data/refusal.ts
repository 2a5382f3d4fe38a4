import type { Problem } from '../../contract.ts'

/** Why a request did not do what was asked, in words a person can use; `fields` has what is wrong beside each field. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number
  readonly code: Problem['code'] | 'offline'
  readonly fields: Readonly<Record<string, string>>

  constructor(problem: Omit<Problem, 'code'> & { readonly code?: Refusal['code'] }) {
    super(sentenceOf(problem))
    this.status = problem.status
    this.code = problem.code
    this.fields = Object.fromEntries((problem.errors ?? []).map(({ path, message }) => [path, sentence(message)]))
  }
}

/** No answer came at all. */
export const unreachable = (): Refusal =>
  new Refusal({
    title: 'Cruddur cannot be reached. Check your connection, then try again.',
    status: 0,
    code: 'offline',
  })

/** Anything that was thrown, as a refusal. */
export const refusalOf = (reason: unknown): Refusal =>
  reason instanceof Refusal ? reason : new Refusal({ title: '', status: 500 })

/** Whether something was thrown because nobody waits for it any more. */
export const isAbort = (reason: unknown): boolean => reason instanceof Error && reason.name === 'AbortError'

function sentenceOf({ title, status, detail }: Omit<Problem, 'code'>): string {
  if (status === 429) return 'That was a little too fast. Wait a moment, then try again.'
  if (status >= 500 && status !== 503) return 'Something went wrong on our side. Try again in a moment.'
  return sentence(detail || title || 'Something went wrong on our side. Try again in a moment')
}

const sentence = (text: string): string => {
  const capital = `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`
}

/** Whether something that was thrown is a refusal for one reason. */
export const isRefusal = (reason: unknown, code: NonNullable<Refusal['code']>): boolean =>
  reason instanceof Refusal && reason.code === code
