import { type FormEvent, useRef, useState } from 'react'
import { type Refusal, refusalOf } from '../data/refusal.ts'

/** What was filled in, by the name of its field. */
export type Values = Readonly<Record<string, string>>

/** A form on its way: whether it is being sent, what is wrong with each field, and what is wrong beyond them. */
export type Form = {
  readonly busy: boolean
  readonly fields: Values
  readonly refusal: Refusal | undefined
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
}

/** Checks what was filled in, sends it, and puts what the server says of a field beside it; the first wrong one gets the focus. */
export function useForm(check: (values: Values) => Values, send: (values: Values) => Promise<void>): Form {
  const [busy, setBusy] = useState(false)
  const [fields, setFields] = useState<Values>({})
  const [refusal, setRefusal] = useState<Refusal>()
  const sending = useRef(false)

  const focusFirst = (form: HTMLFormElement, wrong: Values): void => {
    const first = [...form.elements].find((element) => (element.getAttribute('name') ?? '') in wrong)
    if (first instanceof HTMLElement) first.focus()
  }
  const submit = async (form: HTMLFormElement): Promise<void> => {
    if (sending.current) return
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    const wrong = check(values)
    setFields(wrong)
    setRefusal(undefined)
    if (Object.keys(wrong).length > 0) return focusFirst(form, wrong)
    sending.current = true
    setBusy(true)
    try {
      await send(values)
    } catch (reason) {
      const refused = refusalOf(reason)
      setFields(refused.fields)
      setRefusal(isSaidBeside(form, refused) ? undefined : refused)
      focusFirst(form, refused.fields)
    } finally {
      sending.current = false
      setBusy(false)
    }
  }
  return {
    busy,
    fields,
    refusal,
    onSubmit: (event) => {
      event.preventDefault()
      void submit(event.currentTarget)
    },
  }
}

/** Whether every problem has a field of the form to stand beside. */
function isSaidBeside(form: HTMLFormElement, { fields }: Refusal): boolean {
  const names = Object.keys(fields)
  return names.length > 0 && names.every((name) => form.elements.namedItem(name) !== null)
}
