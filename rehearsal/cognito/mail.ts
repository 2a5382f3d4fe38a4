// The outbox: what Cognito would have sent. Local only; see SPEC.md.
import type { Route } from '../server/route.ts'
import type { World } from '../world.ts'

/** One message to a user. */
export interface Mail {
  /** The email address, or the phone number of a text message. */
  readonly to: string
  readonly subject: string
  readonly body: string
  /** The code or the temporary password in it. */
  readonly code: string
  /** Why it was sent: the trigger source of its custom message, `CustomMessage_SignUp`… */
  readonly reason: string
  readonly userPoolId: string
  readonly at: Date
}

/** The messages, and a way to send one. */
export interface Outbox {
  readonly send: (mail: Omit<Mail, 'at'>) => void
  /** Newest first; of one address, when told. */
  readonly mails: (to?: string) => readonly Mail[]
  readonly route: Route
}

/** An empty outbox. */
export const createOutbox = (world: World): Outbox => {
  const sent: Mail[] = []
  const mails = (to?: string) => sent.filter((one) => to === undefined || one.to.toLowerCase() === to.toLowerCase())
  return {
    mails,
    send: (mail) => {
      sent.unshift({ ...mail, at: world.clock.now() })
      world.notice({ from: 'cognito-idp', subject: mail.to, says: `mail to ${mail.to}: ${mail.body}` })
    },
    route: {
      prefix: '/_local/mail',
      handle: (request, response) => {
        const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(mails(searchParams.get('to') ?? undefined)))
      },
    },
  }
}
