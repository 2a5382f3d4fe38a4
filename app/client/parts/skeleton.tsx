/** The shape of what is being read, said once to those who do not see it. */
export function Skeleton({ what, rows = 4 }: { what: string; rows?: number }) {
  return (
    <div className="skeleton">
      <p className="unseen" role="status">
        Loading {what}…
      </p>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <div key={row} className="skeleton-row" aria-hidden="true">
          <span className="bone dot" />
          <div>
            <span className="bone short" />
            <span className="bone long" />
            <span className="bone middle" />
          </div>
        </div>
      ))}
    </div>
  )
}
