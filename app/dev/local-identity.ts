import { randomInt, randomUUID } from 'node:crypto'
import { decodeJwt } from 'jose'
import type { Identity, Session } from '../server/identity/identity.ts'
import { Refusal } from '../server/problem.ts'
import type { Issuer } from './issuer.ts'

type Account = {
  sub: string
  email: string
  password: string
  handle: string
  displayName: string
  isConfirmed: boolean
  code: string
}

/** An account that is there from the start. */
export type Given = Pick<Account, 'sub' | 'email' | 'password' | 'handle' | 'displayName'>

/** A user pool in memory, for a machine without one: `mail` gets what would be mailed. */
export function localIdentity(
  issuer: Issuer,
  mail: (to: string, code: string) => void,
  given: readonly Given[] = [],
): Identity {
  const accounts = new Map<string, Account>(given.map((one) => [one.email, { ...one, isConfirmed: true, code: '' }]))
  const sessions = new Map<string, Account>()
  const send = (account: Account | undefined): void => {
    if (!account) return
    account.code = String(randomInt(100_000, 1_000_000))
    mail(account.email, account.code)
  }
  const withCode = (email: string, code: string): Account => {
    const account = accounts.get(email.toLowerCase())
    if (account?.code && account.code === code) return Object.assign(account, { code: '' })
    throw refused(422, 'wrong-code', 'What you sent cannot be used', {
      path: 'code',
      message: 'is not the one that was mailed',
    })
  }
  const open = async (account: Account, refreshToken: string = randomUUID()): Promise<Session> => {
    sessions.set(refreshToken, account)
    return { accessToken: await issuer.token(account.sub), refreshToken }
  }
  const of = (accessToken: string): Account | undefined => {
    const { sub } = decodeJwt(accessToken)
    return [...accounts.values()].find((account) => account.sub === sub)
  }
  return {
    async signUp(user) {
      const email = user.email.toLowerCase()
      if (accounts.has(email))
        throw refused(409, 'email-taken', 'There is an account with this email already', {
          path: 'email',
          message: 'has an account already',
        })
      const account = { ...user, email, sub: randomUUID(), isConfirmed: false, code: '' }
      accounts.set(email, account)
      send(account)
      return { codeSentTo: `${email.slice(0, 1)}***@***` }
    },
    async confirm({ email, code }) {
      withCode(email, code).isConfirmed = true
    },
    async resend(email) {
      send(accounts.get(email.toLowerCase()))
    },
    async signIn({ email, password }) {
      const account = accounts.get(email.toLowerCase())
      if (account?.password !== password) throw refused(401, 'wrong-credentials', 'Email or password is wrong')
      if (!account.isConfirmed) throw refused(403, 'not-confirmed', 'Confirm your email address first')
      return open(account)
    },
    async refresh(token) {
      const account = sessions.get(token)
      return account && open(account, token)
    },
    async forgot(email) {
      send(accounts.get(email.toLowerCase()))
    },
    async reset({ email, code, password }) {
      withCode(email, code).password = password
    },
    async signOut(token) {
      sessions.delete(token)
    },
    async signOutEverywhere(accessToken) {
      const account = of(accessToken)
      for (const [token, its] of sessions) if (its === account) sessions.delete(token)
    },
    async person(accessToken) {
      const { sub = '' } = decodeJwt(accessToken)
      const { handle, displayName } = of(accessToken) ?? { handle: 'user', displayName: 'Someone' }
      return { sub, handle, displayName }
    },
  }
}

type Code = NonNullable<Refusal['problem']['code']>

const refused = (status: number, code: Code, title: string, ...errors: { path: string; message: string }[]): Refusal =>
  new Refusal({ title, status, code, ...(errors.length > 0 && { errors }) })
