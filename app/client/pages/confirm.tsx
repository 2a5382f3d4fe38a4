import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { routes } from '../../contract.ts'
import { AccountPage } from '../account/account-page.tsx'
import { checked, code, email } from '../account/checks.ts'
import { Submit } from '../account/submit.tsx'
import { useForm } from '../account/use-form.ts'
import { useClient } from '../data/client.ts'
import { refusalOf } from '../data/refusal.ts'
import { Field } from '../parts/field.tsx'
import { CalmNotice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'

/** /confirm?email=…: proves that the address is one's own. */
export default function ConfirmPage() {
  const client = useClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const [address, setAddress] = useState(search.get('email') ?? '')
  const [said, setSaid] = useState('')
  const form = useForm(
    (values) => checked(values, { email, code }),
    async (values) => {
      const body = { email: address.trim(), code: (values.code ?? '').trim() }
      await client.ask(routes.confirm, { method: 'POST', body })
      client.toasts.say('Your address is confirmed. Sign in to begin.')
      navigate(`${paths.signIn}?${new URLSearchParams({ email: body.email })}`)
    },
  )
  const resend = async (): Promise<string> => {
    const wrong = email(address)
    if (wrong) return wrong
    await client.ask(routes.resend, { method: 'POST', body: { email: address.trim() } })
    return 'A new code is on its way. Look in your inbox, and among the spam.'
  }
  return (
    <AccountPage title="Confirm your address">
      <p className="quiet">
        We sent a code to {search.get('to') ?? (search.get('email') || 'your address')}. It is good for a day.
      </p>
      <form onSubmit={form.onSubmit} noValidate className="form">
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="email"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          wrong={form.fields.email}
        />
        <Field
          label="Code"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={8}
          wrong={form.fields.code}
        />
        {said && <CalmNotice>{said}</CalmNotice>}
        <Submit form={form} label="Confirm" busy="Confirming…" />
        <button
          type="button"
          className="button full"
          onClick={() => resend().then(setSaid, (reason) => setSaid(refusalOf(reason).message))}
        >
          Send another code
        </button>
      </form>
    </AccountPage>
  )
}
