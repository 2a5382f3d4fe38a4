import { useGroups } from '../data/use-groups.ts'
import { ColumnHead } from '../layout/column-head.tsx'
import { NeedSignIn } from '../layout/need-sign-in.tsx'
import { GroupItem } from '../messages/group-item.tsx'
import { Empty, Failed } from '../parts/empty.tsx'
import { Older } from '../parts/older.tsx'
import { Skeleton } from '../parts/skeleton.tsx'

/** /messages */
export default function MessagesPage() {
  return (
    <>
      <ColumnHead title="Messages" />
      <NeedSignIn icon="mail" what="your messages">
        <Groups />
      </NeedSignIn>
    </>
  )
}

function Groups() {
  const groups = useGroups(true)
  if (!groups.items) {
    if (!groups.error || groups.loading) return <Skeleton what="your conversations" />
    return <Failed what="Your conversations" reason={groups.error.message} again={groups.reload} />
  }
  if (groups.items.length === 0) {
    return (
      <Empty icon="mail" title="No conversations yet">
        <p>Open someone’s profile and press “Message” to begin one. What you write is between the two of you.</p>
      </Empty>
    )
  }
  return (
    <section aria-label="Conversations">
      <ul>
        {groups.items.map((group) => (
          <GroupItem key={group.id} group={group} />
        ))}
      </ul>
      <Older of={groups} />
    </section>
  )
}
