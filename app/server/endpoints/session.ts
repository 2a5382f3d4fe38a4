import type { Request, Response } from 'express'
import { positionHeader, routes } from '../../contract.ts'
import { printPosition } from '../../db/position.ts'
import type { Deps } from '../deps.ts'
import { type Answer, type Endpoint, endpoint, noContent, ok } from '../endpoint.ts'
import type { Session } from '../identity/identity.ts'
import { Refusal, refusals } from '../problem.ts'
import {
  confirmationSchema,
  emailSchema,
  newPasswordSchema,
  signedInSchema,
  signInSchema,
  signOutSchema,
  signUpDoneSchema,
  signUpSchema,
} from '../schemas/session.ts'
import type { Viewers } from '../viewer.ts'
import { meOf } from './me.ts'

const cookieName = 'cruddur_refresh'
const month = 30 * 24 * 3_600_000

/** Signs up, in and out. The refresh token is in a cookie that no script can read and that no other path gets. */
export const sessionEndpoints = (deps: Deps, viewers: Viewers): readonly Endpoint[] => {
  const { store } = deps
  const identity = () => deps.identity ?? missing()
  const cookie = { path: routes.session, httpOnly: true, sameSite: 'strict', secure: deps.secureCookies } as const
  const forget = (response: Response) => void response.clearCookie(cookieName, cookie)

  // Said before anything is read: a page that follows the events from there misses none, however late it gets to it.
  const tellPosition = async (response: Response): Promise<void> => {
    const at = await store.events.newest().catch(() => undefined)
    if (at) response.set(positionHeader, printPosition(at))
  }

  const signedIn = async (response: Response, { accessToken, refreshToken }: Session): Promise<Answer> => {
    const viewer = await viewers.of(accessToken)
    response.cookie(cookieName, refreshToken, { ...cookie, maxAge: month })
    return ok({ accessToken, expiresAt: viewer.expiresAt.toISOString(), me: await meOf(store, viewer.id) })
  }

  const route = (id: string, path: string, summary: string) =>
    ({ id, method: 'post', path, summary, access: 'page', pace: 'session' }) as const

  return [
    endpoint({
      ...route('signUp', routes.signUp, 'Makes an account, and mails a code to confirm it with'),
      body: signUpSchema,
      answers: { 201: signUpDoneSchema },
      refusals: [409, 503],
      async run({ body }) {
        const pool = identity()
        if (await store.users.byHandle(body.handle)) throw handleTaken()
        return { status: 201, body: await pool.signUp(body) }
      },
    }),
    endpoint({
      ...route('confirm', routes.confirm, 'Confirms an account'),
      body: confirmationSchema,
      answers: { 204: null },
      refusals: [503],
      async run({ body }) {
        await identity().confirm(body)
        return noContent
      },
    }),
    endpoint({
      ...route('resend', routes.resend, 'Mails the code again, if there is such an account'),
      body: emailSchema,
      answers: { 202: null },
      refusals: [503],
      async run({ body }) {
        await identity().resend(body.email)
        return { status: 202 }
      },
    }),
    endpoint({
      ...route('signIn', routes.signIn, 'Signs in'),
      body: signInSchema,
      answers: { 200: signedInSchema },
      refusals: [401, 503],
      async run({ body, response }) {
        const session = await identity().signIn(body)
        await tellPosition(response)
        return signedIn(response, session)
      },
    }),
    endpoint({
      ...route('refresh', routes.refresh, 'A new access token for whoever has the cookie; 204 for whoever has not'),
      pace: 'write',
      answers: { 200: signedInSchema, 204: null },
      refusals: [503],
      async run({ request, response }) {
        await tellPosition(response)
        const token = refreshTokenOf(request)
        if (token === undefined) return noContent
        const session = await identity().refresh(token)
        if (session) return signedIn(response, session)
        forget(response)
        return noContent
      },
    }),
    endpoint({
      ...route('forgot', routes.forgot, 'Mails a code to set a new password with, if there is such an account'),
      body: emailSchema,
      answers: { 202: null },
      refusals: [503],
      async run({ body }) {
        await identity().forgot(body.email)
        return { status: 202 }
      },
    }),
    endpoint({
      ...route('reset', routes.reset, 'Sets a new password'),
      body: newPasswordSchema,
      answers: { 204: null },
      refusals: [503],
      async run({ body }) {
        await identity().reset(body)
        return noContent
      },
    }),
    endpoint({
      ...route('signOut', routes.signOut, 'Signs out, here or everywhere'),
      body: signOutSchema,
      answers: { 204: null },
      refusals: [503],
      async run({ body, request, response }) {
        await tellPosition(response)
        const token = refreshTokenOf(request)
        forget(response)
        if (token === undefined) return noContent
        if (body.everywhere) {
          const session = await identity().refresh(token)
          if (session) await identity().signOutEverywhere(session.accessToken)
        } else await identity().signOut(token)
        return noContent
      },
    }),
  ]
}

function missing(): never {
  throw refusals.notConfigured('Signing in')
}

const handleTaken = () =>
  new Refusal({
    title: 'This handle is taken',
    status: 409,
    code: 'handle-taken',
    errors: [{ path: 'handle', message: 'is taken' }],
  })

function refreshTokenOf(request: Request): string | undefined {
  const cookies = (request.get('cookie') ?? '').split(/; */)
  const value = cookies.find((one) => one.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1)
  try {
    return value ? decodeURIComponent(value) : undefined
  } catch {
    // Not one that was set here.
    return undefined
  }
}
