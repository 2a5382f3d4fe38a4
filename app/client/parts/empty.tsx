import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** Why there is nothing to see here, and what can be done about it. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <span className="art">
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  )
}

/** Why something could not be shown, with a way to try again. */
export function Failed({ what, reason, again }: { what: string; reason: string; again: () => void }) {
  return (
    <div className="empty" role="alert">
      <span className="art">
        <Icon name="alert" />
      </span>
      <h2>{what} could not be loaded.</h2>
      <p>{reason}</p>
      <button type="button" className="button" onClick={again}>
        Try again
      </button>
    </div>
  )
}
