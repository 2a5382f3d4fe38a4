import { type FormEvent, useId, useRef, useState } from 'react'
import { type Activity, lengthOf, limits, type Me } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import { randomKey } from '../data/random-key.ts'
import { refusalOf } from '../data/refusal.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Counter } from '../parts/counter.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Notice } from '../parts/notice.tsx'
import { Time } from '../parts/time.tsx'
import { write } from './write.ts'

/** Answers a post, with the post in sight. */
export function ReplyDialog({ to, me, onClose }: { to: Activity; me: Me; onClose: () => void }) {
  const client = useClient()
  const id = useId()
  const key = useRef(randomKey())
  const [message, setMessage] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const used = lengthOf(message.trim())
  const ready = used > 0 && used <= limits.reply && !busy

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!ready) return
    setBusy(true)
    setError('')
    try {
      await write(client, me, { message: message.trim(), to, key: key.current })
      client.toasts.say('Your reply is posted.')
      onClose()
    } catch (reason) {
      const refusal = refusalOf(reason)
      setError(refusal.fields.message ?? refusal.message)
      setBusy(false)
    }
  }
  return (
    <Dialog title={`Reply to ${to.author.displayName}`} onClose={onClose}>
      <div className="reply-dialog">
        <div className="answered">
          <Avatar user={to.author} />
          <div>
            <p>
              <strong>{to.author.displayName}</strong> <span className="quiet">@{to.author.handle}</span>{' '}
              <span className="quiet when">
                <Time at={to.createdAt} />
              </span>
            </p>
            <p className="message">{to.message}</p>
          </div>
        </div>
        <form className="composer" aria-label="Write a reply" onSubmit={submit}>
          <Avatar user={me} />
          <div className="composer-body">
            <textarea
              name="message"
              aria-label="Your reply"
              rows={4}
              value={message}
              onChange={(event) => {
                setMessage(event.target.value)
                key.current = randomKey()
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
              }}
              aria-invalid={used > limits.reply}
              aria-describedby={`${id}-counter`}
              placeholder="Your reply"
            />
            {error && <Notice>{error}</Notice>}
            <div className="composer-foot">
              <span className="quiet ttl">It lasts as long as the post.</span>
              <Counter id={`${id}-counter`} used={used} limit={limits.reply} />
              <button type="submit" className="button primary" disabled={!ready}>
                {busy ? 'Replying…' : 'Reply'}
              </button>
            </div>
          </div>
        </form>
      </div>
    </Dialog>
  )
}
