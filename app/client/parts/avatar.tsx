import { useState } from 'react'
import type { User } from '../../contract.ts'
import { initialsOf } from './initials.ts'

const hues = 8

/** The face of someone, or their initials on a colour of their own while there is none. */
export function Avatar({ user, size = '' }: { user: User; size?: 'small' | 'large' | '' }) {
  const [broken, setBroken] = useState<string>()
  if (user.avatarUrl && user.avatarUrl !== broken) {
    const url = user.avatarUrl
    return <img className={`avatar ${size}`} src={url} alt="" loading="lazy" onError={() => setBroken(url)} />
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

function hueOf(handle: string): number {
  let sum = 7
  for (const character of handle.toLowerCase()) sum = (sum * 31 + character.charCodeAt(0)) % 3_600
  return sum % hues
}
