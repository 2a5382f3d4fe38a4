/** How many characters are left: a ring that fills, and the number once it matters; said in words near the end. */
export function Counter({ id, used, limit }: { id: string; used: number; limit: number }) {
  const left = limit - used
  const tone = left < 0 ? 'over' : left <= 20 ? 'near' : ''
  return (
    <span id={id} className={`counter ${tone}`}>
      <svg viewBox="0 0 36 36" aria-hidden="true">
        <circle cx="18" cy="18" r="15" pathLength="100" className="track" />
        <circle
          cx="18"
          cy="18"
          r="15"
          pathLength="100"
          className="used"
          strokeDasharray={`${Math.min(100, (used / limit) * 100)} 100`}
        />
      </svg>
      <span className={left > 40 ? 'unseen' : undefined}>{left < 0 ? `${-left} too many` : `${left} left`}</span>
      <span className="unseen" aria-live="polite">
        {tone === '' ? '' : left < 0 ? `${-left} characters too many` : `${Math.ceil(left / 10) * 10} characters left`}
      </span>
    </span>
  )
}
