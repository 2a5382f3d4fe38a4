import { useRef, useState } from 'react'
import { Navigate, useNavigate, useParams } from 'react-router'
import { pathOf, routes, type Started, type User } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import { names } from '../data/names.ts'
import { randomKey } from '../data/random-key.ts'
import { refusalOf } from '../data/refusal.ts'
import { useGroups } from '../data/use-groups.ts'
import { useResource } from '../data/use-resource.ts'
import { useMe } from '../data/use-session.ts'
import { ColumnHead } from '../layout/column-head.tsx'
import { NeedSignIn } from '../layout/need-sign-in.tsx'
import { MessageForm } from '../messages/message-form.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Empty, Failed } from '../parts/empty.tsx'
import { Notice } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { groupPath, paths } from '../paths.ts'

/** /messages/new/:handle */
export default function NewMessagePage() {
  const { handle = '' } = useParams()
  return (
    <NeedSignIn icon="mail" what="your messages">
      <Begin key={handle} handle={handle} />
    </NeedSignIn>
  )
}

function Begin({ handle }: { handle: string }) {
  const client = useClient()
  const me = useMe()
  const { data, error, loading, reload } = useResource<User>(names.user(handle), (signal) =>
    client.ask(pathOf(routes.shortUser, handle), { signal }),
  )
  // Whoever has talked to them before goes on where they were.
  const known = useGroups(true).items?.find((group) => group.with.handle.toLowerCase() === handle.toLowerCase())
  if (known) return <Navigate to={groupPath(known.id)} replace />
  if (me?.handle.toLowerCase() === handle.toLowerCase()) return <Navigate to={paths.messages} replace />
  return (
    <div className="conversation">
      <ColumnHead title={data?.displayName ?? 'New message'} note={data && `@${data.handle}`} back={paths.messages} />
      <div className="conversation-body">
        {!data && error?.status === 404 && (
          <Empty icon="user" title="There is nobody by that name">
            <p>Look at how @{handle} is spelt.</p>
          </Empty>
        )}
        {!data && error && error.status !== 404 && !loading && (
          <Failed what="The profile" reason={error.message} again={reload} />
        )}
        {!data && !error && <Skeleton what="the profile" rows={1} />}
      </div>
      {data && <First to={data} />}
    </div>
  )
}

function First({ to }: { to: User }) {
  const client = useClient()
  const navigate = useNavigate()
  const key = useRef(randomKey())
  const [error, setError] = useState('')
  const send = async (message: string): Promise<void> => {
    setError('')
    try {
      const body = { handle: to.handle, message }
      const { group } = await client.ask<Started>(routes.conversations, { method: 'POST', body, key: key.current })
      navigate(groupPath(group.id), { replace: true })
    } catch (reason) {
      key.current = randomKey()
      const refusal = refusalOf(reason)
      setError(refusal.fields.message ?? refusal.message)
      throw reason
    }
  }
  return (
    <>
      <div className="meet">
        <Avatar user={to} size="large" />
        <h2>{to.displayName}</h2>
        <p className="quiet">This is the beginning. What you write is between the two of you.</p>
        {error && <Notice>{error}</Notice>}
      </div>
      <MessageForm to={to.displayName} send={send} focused />
    </>
  )
}
