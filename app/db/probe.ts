import type pg from 'pg'

/** Whether the database answers: rejects with the reason when it does not. */
export type Probe = () => Promise<void>

/** Asks the database for a row. While a question is open the next caller shares it, so probes cannot pile up. */
export function probeOf(pool: Pick<pg.Pool, 'query'>, deadline = 1_000): Probe {
  let open: Promise<unknown> | undefined
  return async () => {
    open ??= pool.query('select 1').finally(() => {
      open = undefined
    })
    await within(open, deadline)
  }
}

function within(answer: Promise<unknown>, deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${deadline} ms`)), deadline)
    answer.then(() => resolve(), reject).finally(() => clearTimeout(timer))
  })
}
