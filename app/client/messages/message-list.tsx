import { Fragment, useLayoutEffect, useRef } from 'react'
import type { Paged } from '../data/use-paged.ts'
import { useMe } from '../data/use-session.ts'
import { useNow } from '../parts/use-now.ts'
import { clockTime, dayOf, fullTime } from '../relative-time.ts'
import type { ShownMessage } from './shown-message.ts'

/** What was said, oldest above, a line for each day; the newest is in sight. */
export function MessageList({ messages, retry }: { messages: Paged<ShownMessage>; retry: (m: ShownMessage) => void }) {
  const now = useNow()
  const me = useMe()
  const end = useRef<HTMLDivElement>(null)
  const shown = [...(messages.items ?? [])].reverse()
  const newest = messages.items?.[0]?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves when there is a newer message
  useLayoutEffect(() => {
    // In newer browsers it gives a promise, which React would take for what ends the effect.
    end.current?.scrollIntoView({ block: 'end' })
  }, [newest])
  return (
    <>
      {messages.hasMore && (
        <div className="older">
          <button type="button" className="button" onClick={messages.more} disabled={messages.older === 'loading'}>
            {messages.older === 'loading' ? 'Loading…' : 'Show earlier'}
          </button>
        </div>
      )}
      <ol className="messages" aria-label="What was said" aria-live="polite" aria-relevant="additions">
        {shown.map((message, index) => {
          const day = dayOf(message.createdAt, now)
          const previous = shown[index - 1]
          return (
            <Fragment key={message.id}>
              {(!previous || dayOf(previous.createdAt, now) !== day) && <li className="day">{day}</li>}
              <li className={message.author.id === me?.id ? 'said mine' : 'said'}>
                <span className="unseen">{message.author.displayName}:</span>
                <p>{message.message}</p>
                <Foot message={message} retry={retry} />
              </li>
            </Fragment>
          )
        })}
      </ol>
      <div ref={end} className="messages-end" />
    </>
  )
}

function Foot({ message, retry }: { message: ShownMessage; retry: (message: ShownMessage) => void }) {
  if (message.state === 'sending') return <span className="quiet">sending…</span>
  if (message.state === 'failed') {
    return (
      <span className="wrong" role="alert">
        {message.reason}
        <button type="button" className="link" onClick={() => retry(message)}>
          Try again
        </button>
      </span>
    )
  }
  return (
    <time className="quiet" dateTime={message.createdAt} title={fullTime(message.createdAt)}>
      {clockTime(message.createdAt)}
    </time>
  )
}
