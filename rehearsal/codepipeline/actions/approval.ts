// The manual approval action: it waits for PutApprovalResult with the token that GetPipelineState shows.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html
import type { World } from '../../world.ts'
import { type ActionOutcome, type ActionProvider, failed } from '../action.ts'

export interface Approvals {
  readonly provider: ActionProvider
  /** Answers a waiting approval; false when no approval waits with that token. */
  readonly answer: (token: string, result: { readonly status: string; readonly summary: string }) => boolean
}

const days = 24 * 60 * 60_000

/** The provider Manual and the way to answer it. */
export const approvals = (world: World): Approvals => {
  const waiting = new Map<string, (outcome: ActionOutcome) => void>()
  return {
    provider: ({ configuration, action, signal, progress }) => {
      const token = world.id()
      progress({ token, ...(configuration.CustomData ? { summary: configuration.CustomData } : {}) })
      const done = new AbortController()
      return new Promise<ActionOutcome>((resolve) => {
        const end = (outcome: ActionOutcome) => {
          waiting.delete(token)
          done.abort()
          resolve(outcome)
        }
        waiting.set(token, end)
        signal.addEventListener('abort', () => end(failed('The approval was abandoned')))
        // Without a timeout of its own an approval ends after seven days.
        if (action.timeoutInMinutes) return
        void world.clock.sleep(7 * days, done.signal).then(() => {
          if (!done.signal.aborted) end(failed('The approval was not answered within 7 days', 'JobTimedOut'))
        })
      })
    },
    answer: (token, { status, summary }) => {
      const end = waiting.get(token)
      const approved = status === 'Approved'
      end?.(
        approved ? { status: 'Succeeded', summary } : { ...failed(`The approval was rejected: ${summary}`), summary },
      )
      return end !== undefined
    },
  }
}
