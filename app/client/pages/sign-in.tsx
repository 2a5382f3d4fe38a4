import { Link, Navigate, useNavigate, useSearchParams } from 'react-router'
import { AccountPage } from '../account/account-page.tsx'
import { checked, email, password } from '../account/checks.ts'
import { signIn } from '../account/sign-in.ts'
import { Submit } from '../account/submit.tsx'
import { useForm } from '../account/use-form.ts'
import { useClient } from '../data/client.ts'
import { isRefusal } from '../data/refusal.ts'
import { useSession } from '../data/use-session.ts'
import { Field } from '../parts/field.tsx'
import { paths, safePath } from '../paths.ts'

/** /signin */
export default function SignInPage() {
  const client = useClient()
  const session = useSession()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const then = safePath(search.get('then'))
  const form = useForm(
    (values) => checked(values, { email, password }),
    async (values) => {
      const address = (values.email ?? '').trim()
      await signIn(client, { email: address, password: values.password ?? '' }).catch((reason) => {
        if (!isRefusal(reason, 'not-confirmed')) throw reason
        navigate(`${paths.confirm}?${new URLSearchParams({ email: address })}`)
      })
    },
  )
  if (session.kind === 'signed-in') return <Navigate to={then} replace />
  return (
    <AccountPage title="Sign in">
      <form onSubmit={form.onSubmit} noValidate className="form">
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          wrong={form.fields.email}
          defaultValue={search.get('email') ?? ''}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          wrong={form.fields.password}
        />
        <Submit form={form} label="Sign in" busy="Signing in…" />
      </form>
      <p className="account-else">
        <Link to={paths.forgot} className="link">
          Forgot your password?
        </Link>
        <span>
          New here?{' '}
          <Link to={paths.signUp} className="link">
            Create an account
          </Link>
        </span>
      </p>
    </AccountPage>
  )
}
