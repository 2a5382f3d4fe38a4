import { randomBytes } from 'node:crypto'
import type { Machine } from '#rehearsal/machine.ts'
import { expectThat } from './ask.ts'

/** Someone who signed in to the app. */
export interface Account {
  readonly handle: string
  readonly accessToken: string
}

const post = async (url: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  expectThat(answer.ok, `POST ${new URL(url).pathname} should be accepted`, { status: answer.status, text })
  return text === '' ? {} : JSON.parse(text)
}

/** Signs a person up as a page does it: with the code that the user pool mails, which lies in the local outbox. */
export const signUp = async (machine: Machine, api: string, handle: string): Promise<Account> => {
  const session = `${api}/api/session`
  const email = `${handle}@example.com`
  const password = `${randomBytes(12).toString('base64url')}aA1!`
  await post(`${session}/sign-up`, { email, password, handle, displayName: handle })
  const [mail] = machine.cognito.mails(email)
  expectThat(mail !== undefined, `a code should be mailed to ${email}`, undefined)
  await post(`${session}/confirm`, { email, code: mail?.code ?? '' })
  const { accessToken } = await post(`${session}/sign-in`, { email, password })
  expectThat(typeof accessToken === 'string', 'signing in should give an access token', accessToken)
  return { handle, accessToken: String(accessToken) }
}
