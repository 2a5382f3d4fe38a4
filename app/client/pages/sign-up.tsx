import { Link, useNavigate } from 'react-router'
import { limits, routes, type SignUpDone } from '../../contract.ts'
import { AccountPage } from '../account/account-page.tsx'
import { checked, displayName, email, handle, newPassword } from '../account/checks.ts'
import { Submit } from '../account/submit.tsx'
import { useForm } from '../account/use-form.ts'
import { useClient } from '../data/client.ts'
import { Field } from '../parts/field.tsx'
import { paths, signInPath } from '../paths.ts'

/** /signup */
export default function SignUpPage() {
  const client = useClient()
  const navigate = useNavigate()
  const { fields, ...form } = useForm(
    (values) => checked(values, { displayName, handle, email, password: newPassword }),
    async (values) => {
      const address = (values.email ?? '').trim()
      const body = {
        displayName: (values.displayName ?? '').trim(),
        handle: (values.handle ?? '').trim().replace(/^@/, ''),
        email: address,
        password: values.password,
      }
      const { codeSentTo } = await client.ask<SignUpDone>(routes.signUp, { method: 'POST', body })
      const query = new URLSearchParams({ email: address, ...(codeSentTo && { to: codeSentTo }) })
      navigate(codeSentTo === null ? signInPath(paths.home) : `${paths.confirm}?${query}`)
    },
  )
  return (
    <AccountPage title="Create your account">
      <form onSubmit={form.onSubmit} noValidate className="form">
        <Field label="Name" name="displayName" autoComplete="name" wrong={fields.displayName} />
        <Field
          label="Handle"
          name="handle"
          autoComplete="nickname"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={limits.handle + 1}
          hint="Others find you by it. Letters, digits and underscores."
          wrong={fields.handle}
        />
        <Field label="Email" name="email" type="email" autoComplete="email" wrong={fields.email} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint={`At least ${limits.passwordMin} characters.`}
          wrong={fields.password}
        />
        <Submit form={{ ...form, fields }} label="Create account" busy="Creating your account…" />
      </form>
      <p className="account-else">
        <span>
          Already here?{' '}
          <Link to={paths.signIn} className="link">
            Sign in
          </Link>
        </span>
      </p>
    </AccountPage>
  )
}
