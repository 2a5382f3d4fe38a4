import { ColumnHead } from '../layout/column-head.tsx'
import { paths } from '../paths.ts'

/** /privacy */
export default function PrivacyPage() {
  return (
    <>
      <ColumnHead title="Privacy" back={paths.home} />
      <div className="prose">
        <p className="lead">We keep what Cruddur needs to work, for as long as it needs it.</p>
        <h2>What we keep</h2>
        <p>
          Your address and password, in a service made for that; your name, handle, picture and what you say of
          yourself; your posts until they expire; your messages; who liked and reposted what.
        </p>
        <h2>In your browser</h2>
        <p>
          One cookie that keeps you signed in and that no script can read. No advertising, no tracking, nothing from
          other companies.
        </p>
        <h2>Your say</h2>
        <p>You can change your profile at any time, and sign out on all devices from the menu of your account.</p>
      </div>
    </>
  )
}
