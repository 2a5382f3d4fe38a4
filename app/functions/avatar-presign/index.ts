import { randomUUID } from 'node:crypto'
import type { Problem, UploadTicket } from '../../contract.ts'
import { avatarTickets } from '../../server/avatar-tickets.ts'
import { refusals, unprocessable } from '../../server/problem.ts'
import { newAvatarSchema } from '../../server/schemas/users.ts'
import { databaseUsers } from '../database-users.ts'
import { required } from '../environment.ts'
import { log } from '../log.ts'

const tickets = avatarTickets({
  bucket: required('UPLOADS_BUCKET'),
  region: required('AWS_REGION'),
  endpoint: process.env.AWS_ENDPOINT_URL,
})
const withUsers = databaseUsers(process.env, log)

/** A request that an HTTP API passes on, in format 2.0; who asks was checked before, by a JWT or a Lambda authorizer. */
type Passed = {
  readonly body?: string
  readonly isBase64Encoded?: boolean
  readonly requestContext?: {
    readonly authorizer?: {
      readonly jwt?: { readonly claims?: { readonly sub?: string } }
      readonly lambda?: { readonly sub?: string }
    }
  }
}

/** Gives the one who is signed in a permission to upload one avatar of the type and the size they say. */
export const handler = async (event: Passed) => {
  const { jwt, lambda } = event.requestContext?.authorizer ?? {}
  const sub = jwt?.claims?.sub ?? lambda?.sub
  if (!sub) return problem(refusals.signedOut().problem)
  const given = newAvatarSchema.safeParse(bodyOf(event))
  if (!given.success) return problem(unprocessable([given.error]))
  const user = await withUsers((users) => users.bySub(sub))
  if (!user) return problem(refusals.notFound('user').problem)
  const version = randomUUID()
  const ticket = await tickets.ticket({ ...given.data, userId: user.id, version })
  const body: UploadTicket = { ...ticket, version }
  return answer(201, 'application/json', body)
}

function bodyOf({ body = '', isBase64Encoded }: Passed): unknown {
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body)
  } catch {
    return undefined
  }
}

const answer = (statusCode: number, type: string, body: unknown) => ({
  statusCode,
  headers: { 'content-type': type, 'cache-control': 'no-store' },
  body: JSON.stringify(body),
})

const problem = (given: Problem) => answer(given.status, 'application/problem+json', given)
