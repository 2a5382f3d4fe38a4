import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import { defaultTtl, lengthOf, limits, type Me, type Ttl, ttls } from '../../contract.ts'
import { useClient } from '../data/client.ts'
import { randomKey } from '../data/random-key.ts'
import { refusalOf } from '../data/refusal.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Counter } from '../parts/counter.tsx'
import { Notice } from '../parts/notice.tsx'
import { write } from './write.ts'

/** The form that posts. What the server refuses comes back into it. */
export function Composer({ me }: { me: Me }) {
  const client = useClient()
  const id = useId()
  const { state } = useLocation()
  const [message, setMessage] = useState('')
  const [ttl, setTtl] = useState<Ttl>(defaultTtl)
  const [error, setError] = useState('')
  const sent = useRef<{ text: string; key: string }>({ text: '', key: '' })
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if ((state as { compose?: boolean } | null)?.compose) box.current?.focus()
  }, [state])

  const used = lengthOf(message.trim())
  const ready = used > 0 && used <= limits.message

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!ready) return
    const text = message.trim()
    const same = `${ttl} ${text}`
    if (sent.current.text !== same) sent.current = { text: same, key: randomKey() }
    setMessage('')
    setError('')
    box.current?.focus()
    try {
      await write(client, me, { message: text, ttl, key: sent.current.key })
      sent.current = { text: '', key: '' }
    } catch (reason) {
      const refusal = refusalOf(reason)
      setError(refusal.fields.message ?? refusal.message)
      setMessage((typed) => (typed === '' ? text : `${text}\n${typed}`))
    }
  }
  const submitOnShortcut = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
  }

  return (
    <form className="composer" aria-label="Write a post" onSubmit={submit}>
      <Avatar user={me} />
      <div className="composer-body">
        <textarea
          ref={box}
          name="message"
          aria-label="Your post"
          rows={2}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
          onKeyDown={submitOnShortcut}
          aria-invalid={used > limits.message}
          aria-describedby={`${id}-counter`}
          placeholder="What is going on?"
        />
        {error && <Notice>{error}</Notice>}
        <div className="composer-foot">
          <label className="ttl">
            <span>Gone in</span>
            <select name="ttl" value={ttl} onChange={(event) => setTtl(event.target.value as Ttl)}>
              {Object.keys(ttls).map((name) => (
                <option key={name} value={name}>
                  {name.replace('-', ' ')}
                </option>
              ))}
            </select>
          </label>
          <Counter id={`${id}-counter`} used={used} limit={limits.message} />
          <button type="submit" className="button primary" disabled={!ready}>
            Post
          </button>
        </div>
      </div>
    </form>
  )
}
