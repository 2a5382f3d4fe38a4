import { randomBytes } from 'node:crypto'
import type { Machine } from '#rehearsal/machine.ts'
import { expectThat } from './ask.ts'

/** Someone who signed in to the app. */
export interface Account {
  readonly handle: string
  readonly accessToken: string
}

interface Sent {
  readonly accessToken?: string
  readonly body?: object
}

type Answered = Readonly<Record<string, unknown>>

/** Calls the API as its page does, as whoever has the token; gives what it answers. */
export const callApi = async (url: string, { accessToken, body }: Sent): Promise<Answered> => {
  const answer = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      origin: new URL(url).origin,
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  expectThat(answer.ok, `${new URL(url).pathname} should answer`, { status: answer.status, text })
  return text === '' ? {} : JSON.parse(text)
}

/** Signs a person up as a page does it: with the code that the user pool mails, which lies in the local outbox. */
export const signUp = async (machine: Machine, api: string, handle: string): Promise<Account> => {
  const session = `${api}/api/session`
  const email = `${handle}@example.com`
  const password = `${randomBytes(12).toString('base64url')}aA1!`
  await callApi(`${session}/sign-up`, { body: { email, password, handle, displayName: handle } })
  const [mail] = machine.cognito.mails(email)
  expectThat(mail !== undefined, `a code should be mailed to ${email}`, undefined)
  await callApi(`${session}/confirm`, { body: { email, code: mail?.code ?? '' } })
  const { accessToken } = await callApi(`${session}/sign-in`, { body: { email, password } })
  expectThat(typeof accessToken === 'string', 'signing in should give an access token', accessToken)
  return { handle, accessToken: String(accessToken) }
}
