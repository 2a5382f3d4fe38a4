import { useEffect, useState } from 'react'
import type { User } from '../../contract.ts'
import { initialsOf } from './initials.ts'

const hues = 8

/** The face of someone, or their initials on a colour of their own while there is none. */
export function Avatar({ user, size = '' }: { user: User; size?: 'small' | 'large' | '' }) {
  const { isBroken, onError } = useTries(user.avatarUrl)
  if (user.avatarUrl && !isBroken) {
    return <img className={`avatar ${size}`} src={user.avatarUrl} alt="" loading="lazy" onError={onError} />
  }
  return (
    <svg className={`avatar ${size}`} viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <rect width="40" height="40" className={`hue-${hueOf(user.handle)}`} />
      <text x="20" y="20.5">
        {initialsOf(user.displayName || user.handle)}
      </text>
    </svg>
  )
}

/** A picture that was just uploaded is still being made smaller: it is tried a few times more, each time later. */
function useTries(url: string | null): { isBroken: boolean; onError: () => void } {
  const [failed, setFailed] = useState<{ url: string | null; times: number; isBroken: boolean }>()
  const current = failed?.url === url ? failed : undefined
  useEffect(() => {
    if (!current?.isBroken || current.times > 3) return
    const timer = setTimeout(() => setFailed({ ...current, isBroken: false }), 1_500 * 2 ** current.times)
    return () => clearTimeout(timer)
  }, [current])
  return {
    isBroken: current?.isBroken ?? false,
    onError: () => setFailed({ url, times: (current?.times ?? 0) + 1, isBroken: true }),
  }
}

function hueOf(handle: string): number {
  let sum = 7
  for (const character of handle.toLowerCase()) sum = (sum * 31 + character.charCodeAt(0)) % 3_600
  return sum % hues
}
