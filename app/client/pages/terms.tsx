import { ColumnHead } from '../layout/column-head.tsx'
import { paths } from '../paths.ts'

/** /terms */
export default function TermsPage() {
  return (
    <>
      <ColumnHead title="Terms" back={paths.home} />
      <div className="prose">
        <p className="lead">The short version: be decent, and do not count on anything being here tomorrow.</p>
        <h2>What you post</h2>
        <p>
          It is yours, and you answer for it. You let us show it until it expires. Do not post what breaks the law, what
          is someone else’s, or what is meant to hurt.
        </p>
        <h2>Your account</h2>
        <p>One person, one account, an address that is yours. Keep the password to yourself.</p>
        <h2>What we promise</h2>
        <p>
          That an expired post is deleted. Not that Cruddur is always there, nor that a post survives until its time:
          this is a demonstration, given as it is.
        </p>
      </div>
    </>
  )
}
