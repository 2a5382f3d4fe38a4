import type { Metrics } from '../../contract.ts'

const names = {
  activities: 'posts',
  replies: 'replies',
  likes: 'likes',
  reposts: 'reposts',
  messages: 'messages',
} as const

/** The sums of the days. */
export function Sums({ sums }: { sums: Metrics['sums'] }) {
  return (
    <dl className="sums">
      {Object.entries(names).map(([key, name]) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>{number.format(sums[key as keyof typeof names])}</dd>
        </div>
      ))}
    </dl>
  )
}

const number = new Intl.NumberFormat()
