import { useEffect, useRef } from 'react'
import type { Paged } from '../data/use-paged.ts'

/** Leads to older items: read when the reader comes near the end, or asks. */
export function Older<T>({ of: { hasMore, older, more } }: { of: Paged<T> }) {
  const button = useRef<HTMLButtonElement>(null)
  const newest = useRef(more)
  newest.current = more
  useEffect(() => {
    if (!hasMore || older !== 'ready' || !button.current) return
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && newest.current(), {
      rootMargin: '600px',
    })
    observer.observe(button.current)
    return () => observer.disconnect()
  }, [hasMore, older])
  if (!hasMore) return null
  return (
    <div className="older">
      {older === 'failed' && <p role="alert">Older ones could not be loaded.</p>}
      <button ref={button} type="button" className="button" onClick={more} disabled={older === 'loading'}>
        {older === 'loading' ? 'Loading…' : older === 'failed' ? 'Try again' : 'Show older'}
      </button>
    </div>
  )
}
