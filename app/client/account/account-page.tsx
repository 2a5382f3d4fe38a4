import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { paths } from '../paths.ts'

/** What the pages of the account have in common: who we are, a title, one form. */
export function AccountPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="account">
      <title>{`${title} · Cruddur`}</title>
      <Link to={paths.home} className="account-brand" aria-label="Cruddur, home">
        <img src="/favicon.svg" alt="" width="52" height="52" />
      </Link>
      <h1>{title}</h1>
      {children}
    </div>
  )
}
