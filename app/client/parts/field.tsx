import { type InputHTMLAttributes, type TextareaHTMLAttributes, useId } from 'react'
import { Icon } from './icon.tsx'

type About = { readonly label: string; readonly hint?: string | undefined; readonly wrong?: string | undefined }

/** A line to fill in: its name above, what is wrong with it below. */
export function Field({ label, hint, wrong, ...input }: About & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} className="input" {...input} {...described(id, { hint, wrong })} />
      <Notes id={id} hint={hint} wrong={wrong} />
    </div>
  )
}

/** Several lines to fill in. */
export function TextField({ label, hint, wrong, ...area }: About & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea id={id} className="input" {...area} {...described(id, { hint, wrong })} />
      <Notes id={id} hint={hint} wrong={wrong} />
    </div>
  )
}

const described = (id: string, { hint, wrong }: Omit<About, 'label'>) => ({
  'aria-invalid': wrong ? true : undefined,
  'aria-describedby': wrong ? `${id}-wrong` : hint && `${id}-hint`,
})

// What is wrong says what to do, in the place of the hint that was not heeded.
function Notes({ id, hint, wrong }: Omit<About, 'label'> & { id: string }) {
  if (wrong) {
    return (
      <p className="wrong" id={`${id}-wrong`}>
        <Icon name="alert" />
        {wrong}
      </p>
    )
  }
  return (
    hint && (
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )
  )
}
