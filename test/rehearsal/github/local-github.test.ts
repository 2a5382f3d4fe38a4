import { randomUUID } from 'node:crypto'
import { getOctokit } from '@actions/github'
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { type LocalGitHub, startLocalGitHub } from '#rehearsal/github/local-github.ts'
import type { JobIdentity } from '#rehearsal/github/run-identity.ts'
import { pullRequest } from './a-run.ts'

const identity: JobIdentity = {
  repository: { slug: 'acme/cruddur' },
  event: pullRequest(),
  ref: 'refs/pull/7/merge',
  sha: 'a'.repeat(40),
  actor: 'octocat',
  runId: '5',
  workflow: { name: 'Preview', path: '.github/workflows/preview.yml' },
}

const started = async (): Promise<LocalGitHub & AsyncDisposable> => {
  const github = await startLocalGitHub({ now: () => new Date(), id: randomUUID })
  return { ...github, [Symbol.asyncDispose]: github.stop }
}

const clientOf = (github: LocalGitHub, token: string) => getOctokit(token, { baseUrl: github.url })
const issue = { owner: 'acme', repo: 'cruddur', issue_number: 7 }
const writing = { 'pull-requests': 'write' } as const

test('comments are made, listed page by page, and changed', async () => {
  await using github = await started()
  const { rest, paginate } = clientOf(github, github.admit(identity, writing).token)
  for (let at = 0; at < 5; at++) await rest.issues.createComment({ ...issue, body: `comment ${at}` })
  const all = await paginate(rest.issues.listComments, { ...issue, per_page: 2 })
  expect(all.map((each) => each.body)).toEqual([0, 1, 2, 3, 4].map((at) => `comment ${at}`))
  expect(all[0]?.user?.login).toBe('github-actions[bot]')
  await rest.issues.updateComment({ owner: 'acme', repo: 'cruddur', comment_id: all[1]?.id ?? 0, body: 'changed' })
  expect(github.comments('acme/cruddur', 7)[1]?.body).toBe('changed')
})

test('a comment that is too long is refused, one at the limit is not', async () => {
  await using github = await started()
  const { rest } = clientOf(github, github.admit(identity, writing).token)
  await rest.issues.createComment({ ...issue, body: 'x'.repeat(65_536) })
  await expect(rest.issues.createComment({ ...issue, body: 'x'.repeat(65_537) })).rejects.toMatchObject({ status: 422 })
})

test.each([
  ['without the permission', {}, 403],
  ['with reading only', { 'pull-requests': 'read' }, 403],
] as const)('a comment %s is refused', async (_, permissions, status) => {
  await using github = await started()
  const { rest } = clientOf(github, github.admit(identity, permissions).token)
  await expect(rest.issues.createComment({ ...issue, body: 'x' })).rejects.toMatchObject({ status })
})

test('a token of one repository writes to no other, and none after its job', async () => {
  await using github = await started()
  const admission = github.admit(identity, writing)
  const { rest } = clientOf(github, admission.token)
  await expect(rest.issues.createComment({ ...issue, repo: 'other', body: 'x' })).rejects.toMatchObject({ status: 403 })
  admission.end()
  await expect(rest.issues.listComments(issue)).rejects.toMatchObject({ status: 401 })
})

test('a token tells its login by GraphQL only', async () => {
  await using github = await started()
  const octokit = clientOf(github, github.admit(identity, {}).token)
  expect(await octokit.graphql('query { viewer { login } }')).toEqual({ viewer: { login: 'github-actions[bot]' } })
  await expect(octokit.rest.users.getAuthenticated()).rejects.toMatchObject({ status: 403 })
})

test('an id token carries the job’s claims and is signed with the published keys', async () => {
  await using github = await started()
  const { idToken } = github.admit(identity, { 'id-token': 'write' })
  const reply = await fetch(`${idToken?.url}&audience=sts.amazonaws.com`, {
    headers: { authorization: `Bearer ${idToken?.token}` },
  })
  const { value } = (await reply.json()) as { value: string }
  const { payload } = await jwtVerify(value, createLocalJWKSet(github.jwks), { audience: 'sts.amazonaws.com' })
  expect(payload).toMatchObject({
    iss: github.issuer,
    sub: 'repo:acme/cruddur:pull_request',
    repository: 'acme/cruddur',
  })
  await jwtVerify(value, createRemoteJWKSet(new URL(`${github.url}/.well-known/jwks`)))
})

test('an id token is given to nobody without the permission, and not for a wrong bearer', async () => {
  await using github = await started()
  expect(github.admit(identity, { contents: 'read' }).idToken).toBeUndefined()
  const { idToken } = github.admit(identity, { 'id-token': 'write' })
  const reply = await fetch(idToken?.url ?? '', { headers: { authorization: 'Bearer other' } })
  expect(reply.status).toBe(401)
})
