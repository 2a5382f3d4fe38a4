import { http } from '../../../contract.ts'
import { arriving, LeftOut, leaving, meeting, type Step, showingFace, type Travelling } from './journey.ts'
import type { Signals } from './signals.ts'

/** What happens on a journey; `release` is the one that answered after the step. */
export type Travelled =
  | { readonly is: 'step'; readonly says: string; readonly release: string }
  | { readonly is: 'left-out' | 'failed'; readonly says: string; readonly why: string }

/**
 * Goes on the journey, and tells of each step. With signals, people arrive, wait for the first one, and go on meeting
 * until the second one has come. Ends after a step that failed.
 */
export async function* travel(travelling: Travelling, signals?: Signals): AsyncGenerator<Travelled> {
  const { page } = travelling.one
  const release = (): Promise<string> =>
    page.evaluate<string>(`fetch('${http.health}').then((answer) => answer.json()).then(({ release }) => release)`)
  async function* go(steps: readonly Step[]): AsyncGenerator<Travelled, boolean> {
    for (const { says, run } of steps) {
      try {
        await run()
        yield { is: 'step', says, release: await release() }
      } catch (reason) {
        const why = reason instanceof Error ? reason.message : String(reason)
        const isLeftOut = reason instanceof LeftOut
        yield { is: isLeftOut ? 'left-out' : 'failed', says, why }
        if (!isLeftOut) return false
      }
    }
    return true
  }
  if (!(yield* go(arriving(travelling)))) return
  await signals?.next()
  let isOver = signals === undefined
  signals?.next().then(() => {
    isOver = true
  })
  for (let round = 1; round === 1 || !isOver; round++) {
    if (!(yield* go(meeting(travelling, round)))) return
    if (round === 1 && !(yield* go(showingFace(travelling)))) return
  }
  yield* go(leaving(travelling))
}
