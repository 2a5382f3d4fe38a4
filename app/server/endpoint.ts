import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { User } from '../contract.ts'
import type { Pace } from './pace.ts'

/** The one who is signed in, and what they showed. */
export type Viewer = User & { readonly token: string; readonly expiresAt: Date }

/** Who may call: anyone; anyone, but who is signed in sees more; only who is signed in; only pages of this site, by their cookie. */
export type Access = 'anyone' | 'reader' | 'user' | 'page'

/** What a route works with: everything is checked. `key` is the Idempotency-Key. */
export type Input<P, Q, B, V> = {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly viewer: V
  readonly key: string | undefined
  readonly request: Request
  readonly response: Response
}

/** What a route answers. */
export type Answer = { readonly status: number; readonly body?: unknown }

/** A route: what serves it, checks what comes, and says so in the OpenAPI document. */
export type Endpoint = {
  /** Its name in the OpenAPI document. */
  readonly id: string
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly pace: Pace
  readonly takesKey: boolean
  readonly params?: z.ZodType | undefined
  readonly query?: z.ZodType | undefined
  readonly body?: z.ZodType | undefined
  /** What comes with each status; null is no body, a text is a content type. */
  readonly answers: Readonly<Record<number, z.ZodType | string | null>>
  /** The refusals it has of its own, besides those of its access, pace and input. */
  readonly refusals: readonly number[]
  readonly run?: ((input: Input<unknown, unknown, unknown, Viewer | undefined>) => Promise<Answer>) | undefined
  /** Serves the request itself, in place of `run`. */
  readonly handler?: RequestHandler | undefined
}

type ViewerOf<A extends Access> = A extends 'user' ? Viewer : Viewer | undefined

type Given<A extends Access, P, Q, B> = Pick<Endpoint, 'id' | 'method' | 'path' | 'summary' | 'answers' | 'handler'> & {
  readonly access: A
  readonly pace?: Pace
  readonly takesKey?: boolean
  readonly refusals?: readonly number[]
  readonly params?: z.ZodType<P>
  readonly query?: z.ZodType<Q>
  readonly body?: z.ZodType<B>
  readonly run?: (input: Input<P, Q, B, ViewerOf<A>>) => Promise<Answer>
}

/** A route. Its function gets what its schemas give, which is checked before it is called. */
export const endpoint = <A extends Access, P = undefined, Q = undefined, B = undefined>(
  given: Given<A, P, Q, B>,
): Endpoint => ({
  pace: given.method === 'get' ? 'read' : 'write',
  takesKey: false,
  refusals: [],
  ...given,
  // What the function takes is what the schemas beside it give: the router calls it with nothing else.
  run: given.run as Endpoint['run'],
})

/** An answer with a body. */
export const ok = (body: unknown): Answer => ({ status: 200, body })

/** An answer without one. */
export const noContent: Answer = { status: 204 }
