import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import type { Profile } from '../../contract.ts'
import { useMe } from '../data/use-session.ts'
import { Who } from '../layout/who.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Icon } from '../parts/icon.tsx'
import { newMessagePath } from '../paths.ts'

const EditProfile = lazy(() => import('./edit-profile.tsx'))

interface ProfileHeadingProps {
  readonly profile: Profile
  readonly isMine: boolean
  readonly onSaved: () => void
}

/** Who someone is. */
export function ProfileHeading({ profile, isMine, onSaved }: ProfileHeadingProps) {
  const [editing, setEditing] = useState(false)
  const me = useMe()
  const { displayName, handle, bio, joinedAt } = profile
  return (
    <section className="profile" aria-label="Profile">
      <div className="banner" aria-hidden="true" />
      <div className="profile-top">
        <Avatar user={profile} size="large" />
        {isMine && (
          <div className="profile-ways">
            <button type="button" className="button" onClick={() => setEditing(true)}>
              Edit profile
            </button>
            {me && <Who me={me} />}
          </div>
        )}
        {me && !isMine && (
          <Link to={newMessagePath(handle)} className="button">
            <Icon name="mail" /> Message
          </Link>
        )}
      </div>
      <h2>{displayName}</h2>
      <p className="quiet">@{handle}</p>
      {bio && <p className="bio">{bio}</p>}
      <p className="quiet profile-facts">
        <Icon name="calendar" /> Joined {month.format(new Date(joinedAt))}
      </p>
      {editing && (
        <Suspense>
          <EditProfile profile={profile} onClose={() => setEditing(false)} onSaved={onSaved} />
        </Suspense>
      )}
    </section>
  )
}

const month = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' })
