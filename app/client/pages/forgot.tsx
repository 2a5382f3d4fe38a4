import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { limits, routes } from '../../contract.ts'
import { AccountPage } from '../account/account-page.tsx'
import { checked, code, email, newPassword } from '../account/checks.ts'
import { Submit } from '../account/submit.tsx'
import { useForm } from '../account/use-form.ts'
import { useClient } from '../data/client.ts'
import { Field } from '../parts/field.tsx'
import { paths } from '../paths.ts'

/** /forgot: a code by email, then a new password. */
export default function ForgotPage() {
  const [address, setAddress] = useState<string>()
  return (
    <AccountPage title={address === undefined ? 'Reset your password' : 'Choose a new password'}>
      {address === undefined ? <AskForCode onSent={setAddress} /> : <NewPassword address={address} />}
      <p className="account-else">
        <Link to={paths.signIn} className="link">
          Back to sign in
        </Link>
      </p>
    </AccountPage>
  )
}

function AskForCode({ onSent }: { onSent: (address: string) => void }) {
  const client = useClient()
  const form = useForm(
    (values) => checked(values, { email }),
    async (values) => {
      const address = (values.email ?? '').trim()
      await client.ask(routes.forgot, { method: 'POST', body: { email: address } })
      onSent(address)
    },
  )
  return (
    <>
      <p className="quiet">Tell us your address, and we send a code to it.</p>
      <form onSubmit={form.onSubmit} noValidate className="form">
        <Field label="Email" name="email" type="email" autoComplete="username" wrong={form.fields.email} />
        <Submit form={form} label="Send the code" busy="Sending…" />
      </form>
    </>
  )
}

function NewPassword({ address }: { address: string }) {
  const client = useClient()
  const navigate = useNavigate()
  const form = useForm(
    (values) => checked(values, { code, password: newPassword }),
    async (values) => {
      const body = { email: address, code: (values.code ?? '').trim(), password: values.password }
      await client.ask(routes.reset, { method: 'POST', body })
      client.toasts.say('Your password is changed. Sign in with the new one.')
      navigate(`${paths.signIn}?${new URLSearchParams({ email: address })}`)
    },
  )
  return (
    <>
      <p className="quiet" role="status">
        If {address} has an account, a code is on its way to it.
      </p>
      <form onSubmit={form.onSubmit} noValidate className="form">
        <Field
          label="Code"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={8}
          wrong={form.fields.code}
        />
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint={`At least ${limits.passwordMin} characters.`}
          wrong={form.fields.password}
        />
        <Submit form={form} label="Change the password" busy="Changing…" />
      </form>
    </>
  )
}
