import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { Icon } from '../parts/icon.tsx'
import { paths } from '../paths.ts'

interface ColumnHeadProps {
  readonly title: string
  readonly note?: string | undefined
  /** Where "back" leads for who came from outside; without it there is no way back. */
  readonly back?: string
  readonly children?: ReactNode
}

/** The title of a page, always in sight; it names the tab as well. */
export function ColumnHead({ title, note, back, children }: ColumnHeadProps) {
  const navigate = useNavigate()
  // Our own history says how deep we are; whoever came by a link goes up instead of away.
  const goBack = (): void => {
    const index = (history.state as { idx?: number } | null)?.idx ?? 0
    if (index > 0) navigate(-1)
    else navigate(back ?? paths.home)
  }
  return (
    <header className="column-head">
      <title>{`${title} · Cruddur`}</title>
      {back && (
        <button type="button" className="round" aria-label="Back" onClick={goBack}>
          <Icon name="back" />
        </button>
      )}
      <div>
        <h1>{title}</h1>
        {note && <p className="quiet">{note}</p>}
      </div>
      {children}
    </header>
  )
}
