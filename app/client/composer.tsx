import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { type Activity, defaultTtl, lengthOf, limits, type Ttl, ttls } from '../contract.ts'
import { postActivity } from './api.ts'
import { Counter } from './counter.tsx'
import { rememberedHandle, rememberHandle } from './remembered-handle.ts'

/** The form that posts. */
export function Composer({ onPosted }: { onPosted: (activity: Activity) => void }) {
  const [handle, setHandle] = useState(rememberedHandle)
  const [message, setMessage] = useState('')
  const [ttl, setTtl] = useState<Ttl>(defaultTtl)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)

  const over = lengthOf(message.trim()) > limits.message
  const ready = handle.trim() !== '' && message.trim() !== '' && !over && !busy

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!ready) return
    setBusy(true)
    setError('')
    try {
      onPosted(await postActivity({ handle: handle.trim().replace(/^@/, ''), message, ttl }))
      rememberHandle(handle.trim())
      setMessage('')
      box.current?.focus()
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason))
    } finally {
      setBusy(false)
    }
  }

  const submitOnShortcut = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
  }

  return (
    <form className="card composer" aria-label="Post an activity" onSubmit={submit}>
      <div className="row">
        <label className="field grow">
          <span>Handle</span>
          <div className="prefixed">
            <span aria-hidden="true">@</span>
            <input
              name="handle"
              value={handle}
              onChange={(event) => setHandle(event.target.value)}
              maxLength={limits.handle + 1}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              placeholder="your_handle"
            />
          </div>
        </label>
        <label className="field">
          <span>Expires in</span>
          <select name="ttl" value={ttl} onChange={(event) => setTtl(event.target.value as Ttl)}>
            {Object.keys(ttls).map((name) => (
              <option key={name} value={name}>
                {name.replace('-', ' ')}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label className="field">
        <span>Message</span>
        <textarea
          ref={box}
          name="message"
          rows={3}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
          onKeyDown={submitOnShortcut}
          aria-invalid={over}
          aria-describedby="composer-counter"
          placeholder="What is going on?"
        />
      </label>
      {error && (
        <p className="notice" role="alert">
          {error}
        </p>
      )}
      <div className="row end">
        <Counter id="composer-counter" used={lengthOf(message.trim())} limit={limits.message} />
        <button type="submit" className="primary" disabled={!ready}>
          {busy ? 'Posting…' : 'Post'}
        </button>
      </div>
    </form>
  )
}
