// The part of GitHub's API that jobs talk to, on this machine: comments, the login of a token, id tokens and their keys.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { JSONWebKeySet } from 'jose'
import { type Comment, commentStore } from './comments.ts'
import { idTokens } from './id-tokens.ts'
import { type Asked, answer, type Reply } from './routes.ts'
import { isFromFork, issuer, type JobIdentity } from './run-identity.ts'
import type { Permissions } from './workflow-file.ts'

/** What a job gets from GitHub when it starts. */
export interface Admission {
  /** GITHUB_TOKEN. */
  readonly token: string
  /** Where it asks for id tokens; only with `id-token: write`, and never for a fork. */
  readonly idToken?: { readonly url: string; readonly token: string }
  /** What is left of the permissions that the workflow asked for. */
  readonly permissions: Permissions
  /** Ends both tokens, as GitHub does when the job ends. */
  readonly end: () => void
}

/** A running local GitHub. */
export interface LocalGitHub {
  readonly url: string
  /** What id tokens name as their issuer: the real one, since that is what trust policies spell. */
  readonly issuer: string
  /** The keys of the issuer, for whoever checks a token. */
  readonly jwks: JSONWebKeySet
  readonly admit: (job: JobIdentity, permissions: Permissions) => Admission
  readonly comments: (slug: string, number: number) => readonly Comment[]
  /** Writes a comment as some person. */
  readonly comment: (slug: string, number: number, given: { readonly login: string; readonly body: string }) => Comment
  readonly stop: () => Promise<void>
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

const send = (response: ServerResponse, reply: Reply): void => {
  response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers })
  response.end(JSON.stringify(reply.body))
}

const reduced = (job: JobIdentity, permissions: Permissions): Permissions => {
  if (!isFromFork(job)) return permissions
  const kept = Object.entries(permissions).filter(([key]) => key !== 'id-token')
  return Object.fromEntries(kept.map(([key, level]) => [key, level === 'write' ? 'read' : level]))
}

/** Starts a local GitHub on 127.0.0.1. */
export const startLocalGitHub = async (given: {
  readonly port?: number
  readonly now: () => Date
  /** A fresh identifier. */
  readonly id: () => string
}): Promise<LocalGitHub> => {
  const tokens = await idTokens(given)
  const comments = commentStore(given.now)
  const admitted = new Map<string, { readonly job: JobIdentity; readonly permissions: Permissions }>()
  const asking = new Map<string, JobIdentity>()

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', base())
    const bearer = /^(?:token|bearer)\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const asked: Asked = {
      method: request.method ?? 'GET',
      url,
      body: await bodyOf(request),
      caller: admitted.get(bearer),
      asking: asking.get(bearer),
    }
    send(response, await answer(asked, { comments, tokens, url: base() }))
  })
  const base = (): string => {
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(given.port ?? 0, '127.0.0.1', resolve)
  })

  return {
    url: base(),
    issuer,
    jwks: tokens.jwks,
    comments: (slug, number) => comments.of(`${slug}#${number}`),
    comment: (slug, number, { login, body }) =>
      comments.add({ issue: `${slug}#${number}`, user: { login, type: 'User' }, body }),
    admit: (job, asked) => {
      const permissions = reduced(job, asked)
      const token = `ghs_${given.id().replaceAll('-', '')}`
      const idToken = `id_${given.id().replaceAll('-', '')}`
      admitted.set(token, { job, permissions })
      const mayAsk = permissions['id-token'] === 'write'
      if (mayAsk) asking.set(idToken, job)
      return {
        token,
        permissions,
        ...(mayAsk && { idToken: { url: `${base()}/oidc/token?api-version=2.0`, token: idToken } }),
        end: () => {
          admitted.delete(token)
          asking.delete(idToken)
        },
      }
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
