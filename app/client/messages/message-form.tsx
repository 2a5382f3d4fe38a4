import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { lengthOf, limits } from '../../contract.ts'
import { Counter } from '../parts/counter.tsx'
import { Icon } from '../parts/icon.tsx'

interface MessageFormProps {
  readonly to: string
  /** What it throws puts the text back. */
  readonly send: (message: string) => Promise<void>
  readonly focused?: boolean
}

/** The line one writes a message in: Enter sends it, Shift and Enter begins a new line. */
export function MessageForm({ to, send, focused = false }: MessageFormProps) {
  const id = useId()
  const [message, setMessage] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  const used = lengthOf(message.trim())
  const ready = used > 0 && used <= limits.directMessage

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!ready) return
    const text = message.trim()
    setMessage('')
    send(text).catch(() => setMessage((typed) => (typed === '' ? text : `${text}\n${typed}`)))
    box.current?.focus()
  }
  const submitOnEnter = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // Enter that ends a composition (Japanese, say) belongs to the composition.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.currentTarget.form?.requestSubmit()
  }
  return (
    <form className="message-form" aria-label={`Write to ${to}`} onSubmit={submit}>
      <textarea
        ref={box}
        // biome-ignore lint/a11y/noAutofocus: whoever begins a conversation wants to write
        autoFocus={focused}
        aria-label="Your message"
        rows={1}
        value={message}
        placeholder={`Write to ${to}`}
        onChange={(event) => setMessage(event.target.value)}
        onKeyDown={submitOnEnter}
        aria-invalid={used > limits.directMessage}
        aria-describedby={`${id}-counter`}
      />
      {used > limits.directMessage - 200 && <Counter id={`${id}-counter`} used={used} limit={limits.directMessage} />}
      <button type="submit" className="button primary send" disabled={!ready} aria-label="Send">
        <Icon name="send" />
      </button>
    </form>
  )
}
