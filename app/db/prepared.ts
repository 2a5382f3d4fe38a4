import type { RawBuilder } from 'kysely'
import type { Queries } from './queries.ts'

const hole = Symbol('hole')
type Hole = { readonly [hole]: string }

const isHole = (value: unknown): value is Hole => typeof value === 'object' && value !== null && hole in value

/** Has under every name what stands for its value. */
const holes: object = new Proxy({}, { get: (_, name) => ({ [hole]: name }) })

/**
 * Runs statements whose text is made once for each name, and which a connection parses and plans once; the values of
 * `given` are then all that is new. `make` does not see them: what else the text depends on is part of the name. For
 * statements whose best plan is the same for all values, and for few names, since every connection keeps what it prepared.
 * https://node-postgres.com/features/queries#prepared-statements
 */
export const preparedOn = (db: Queries) => {
  const known = new Map<string, { text: string; parameters: readonly unknown[] }>()
  return async <Given extends object, Row>(
    name: string,
    given: Given,
    make: (given: Given) => RawBuilder<Row>,
  ): Promise<readonly Row[]> => {
    let made = known.get(name)
    if (!made) {
      const { sql, parameters } = make(holes as Given).compile(db)
      made = { text: sql, parameters }
      known.set(name, made)
    }
    const { text } = made
    const values = made.parameters.map((one) => (isHole(one) ? given[one[hole] as keyof Given] : one))
    return told(db, text, async () => (await db.pool.query({ name, text, values })).rows)
  }
}

async function told<Answer>({ onStatement }: Queries, sql: string, run: () => Promise<Answer>): Promise<Answer> {
  if (!onStatement) return run()
  const started = performance.now()
  const tell = (error?: unknown) => onStatement({ sql, milliseconds: performance.now() - started, error })
  try {
    const answer = await run()
    tell()
    return answer
  } catch (error) {
    tell(error)
    throw error
  }
}
