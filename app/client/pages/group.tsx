import { Link, useParams } from 'react-router'
import { type MessageGroup, pathOf, routes } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import { names } from '../data/names.ts'
import { useResource } from '../data/use-resource.ts'
import { ColumnHead } from '../layout/column-head.tsx'
import { NeedSignIn } from '../layout/need-sign-in.tsx'
import { MessageForm } from '../messages/message-form.tsx'
import { MessageList } from '../messages/message-list.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty, Failed } from '../parts/empty.tsx'
import { Icon } from '../parts/icon.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { paths, profilePath } from '../paths.ts'

/** /messages/:group */
export default function GroupPage() {
  const { group = '' } = useParams()
  return (
    <NeedSignIn icon="mail" what="your messages">
      <Conversation key={group} id={group} />
    </NeedSignIn>
  )
}

function Conversation({ id }: { id: string }) {
  const client = useClient()
  const group = useResource<MessageGroup>(names.group(id), (signal) => client.ask(pathOf(routes.group, id), { signal }))
  const { messages, send } = useMessages(id)
  const other = group.data?.with
  const error = messages.error ?? group.error
  const isNotMine = error && [400, 403, 404, 422].includes(error.status)
  return (
    <div className="conversation">
      <ColumnHead title={other?.displayName ?? 'Messages'} note={other && `@${other.handle}`} back={paths.messages}>
        {other && (
          <Link to={profilePath(other.handle)} className="round" aria-label={`Profile of ${other.displayName}`}>
            <Icon name="user" />
          </Link>
        )}
      </ColumnHead>
      <div className="conversation-body">
        {isNotMine && (
          <Empty icon="mail" title="There is no such conversation">
            <p>It does not exist, or it is not yours to read.</p>
          </Empty>
        )}
        {!isNotMine && !messages.items && error && !messages.loading && (
          <Failed what="The conversation" reason={error.message} again={messages.reload} />
        )}
        {!messages.items && !error && <Skeleton what="the conversation" />}
        {messages.items && <MessageList messages={messages} retry={(message) => void send(message.message, message)} />}
      </div>
      {messages.items && <MessageForm to={other?.displayName ?? 'them'} send={(text) => send(text)} />}
    </div>
  )
}
