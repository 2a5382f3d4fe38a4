import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** What went wrong with what the person just did, said at once. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p className="notice" role="alert">
      <Icon name="alert" />
      <span>{children}</span>
    </p>
  )
}

/** Something good to know. */
export function CalmNotice({ children }: { children: ReactNode }) {
  return (
    <p className="notice calm" role="status">
      <Icon name="info" />
      <span>{children}</span>
    </p>
  )
}
