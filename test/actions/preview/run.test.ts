// The committed bundle of the action as a process, by the protocol of GitHub's runner, against a local GitHub and AWS.
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFileCommands } from '#rehearsal/github/file-commands.ts'
import { type LocalGitHub, startLocalGitHub } from '#rehearsal/github/local-github.ts'
import { spawnChild } from '#rehearsal/processes/spawn-child.ts'
import { bundlePath } from '#scripts/generate/actions.ts'
import { startTestAws } from '../../rehearsal/start-local-aws.ts'

const bundle = new URL(`../../../actions/preview/${bundlePath}`, import.meta.url).pathname
const slug = 'acme/cruddur'
const marker = '<!-- launchway:preview cruddur production -->'

const template = { Resources: { Queue: { Type: 'AWS::SQS::Queue' }, Topic: { Type: 'AWS::SNS::Topic' } } }

const manifest = (account: string) => ({
  from: 'a test',
  delivery: 'cruddur',
  repository: slug,
  environment: 'production',
  account,
  region: 'eu-west-1',
  stacks: [
    {
      id: 'queues',
      name: 'cruddur-production-queues',
      templatePath: 'queues.yaml',
      parameters: {},
      tags: {},
      needs: [],
      uploads: [],
    },
  ],
})

/** A workspace with a manifest, a local GitHub and a local AWS; `run` starts the action once. */
const around = async (
  given: { readonly account?: string; readonly permissions?: Record<string, 'read' | 'write'> } = {},
) => {
  const aws = await startTestAws()
  const github = await startLocalGitHub({ now: () => new Date(), id: randomUUID })
  const folder = await mkdtemp(join(tmpdir(), 'preview-'))
  await mkdir(join(folder, 'pipelines/out'), { recursive: true })
  await writeFile(join(folder, 'queues.yaml'), JSON.stringify(template))
  await writeFile(
    join(folder, 'pipelines/out/production.json'),
    JSON.stringify(manifest(given.account ?? '111111111111')),
  )
  const event = { number: 7, pull_request: { number: 7 } }
  const { token } = github.admit(
    {
      repository: { slug },
      event: { name: 'pull_request', payload: event },
      ref: 'refs/pull/7/merge',
      sha: 'a'.repeat(40),
      actor: 'octocat',
      runId: '5',
      workflow: { name: 'Preview', path: '.github/workflows/preview.yml' },
    },
    given.permissions ?? { 'pull-requests': 'write' },
  )
  const run = async (more: Readonly<Record<string, string>> = {}) => {
    const files = {
      output: join(folder, 'output'),
      summary: join(folder, 'summary'),
      event: join(folder, 'event.json'),
    }
    await writeFile(files.output, '')
    await writeFile(files.summary, '')
    await writeFile(files.event, JSON.stringify(event))
    const said: string[] = []
    const exit = await spawnChild({
      command: process.execPath,
      args: [bundle],
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        INPUT_ENVIRONMENT: 'production',
        'INPUT_GITHUB-TOKEN': token,
        GITHUB_API_URL: github.url,
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_EVENT_PATH: files.event,
        GITHUB_OUTPUT: files.output,
        GITHUB_STEP_SUMMARY: files.summary,
        GITHUB_REPOSITORY: slug,
        GITHUB_RUN_ID: '5',
        GITHUB_WORKSPACE: folder,
        AWS_ENDPOINT_URL: aws.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'eu-west-1',
        ...more,
      },
      onLine: (line) => said.push(line),
    }).exited
    return {
      code: exit.code,
      said,
      outputs: Object.fromEntries(readFileCommands(await readFile(files.output, 'utf8'))),
      summary: await readFile(files.summary, 'utf8'),
    }
  }
  return {
    github,
    run,
    [Symbol.asyncDispose]: async () => {
      await github.stop()
      await aws[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const bodies = (github: LocalGitHub) => github.comments(slug, 7).map((each) => each.body)

test('the first run comments what would change, the second changes that comment; the summary says the same', async () => {
  await using at = await around()
  const first = await at.run()
  expect(first.said.filter((each) => each.startsWith('::error'))).toEqual([])
  expect(first.code).toBe(0)
  expect(first.outputs).toEqual({ 'comment-id': '1', changes: '2', risky: '0' })
  expect(bodies(at.github)).toHaveLength(1)
  expect(bodies(at.github)[0]?.startsWith(`${marker}\n`)).toBe(true)
  expect(bodies(at.github)[0]).toContain('AWS::SQS::Queue')
  expect(first.summary).toContain('AWS::SQS::Queue')
  const second = await at.run()
  expect(second.outputs['comment-id']).toBe('1')
  expect(bodies(at.github)).toHaveLength(1)
})

test('our own comment is found behind many others, and a stranger’s with our marker is left alone', async () => {
  await using at = await around()
  await at.run()
  const own = at.github.comments(slug, 7)[0]?.id
  at.github.comment(slug, 7, { login: 'mallory', body: `${marker}\nnothing to see` })
  for (let many = 0; many < 120; many++) at.github.comment(slug, 7, { login: 'octocat', body: `comment ${many}` })
  expect((await at.run()).outputs['comment-id']).toBe(String(own))
  expect(bodies(at.github)).toContain(`${marker}\nnothing to see`)
  expect(bodies(at.github)).toHaveLength(122)
})

test('a stranger’s comment with our marker is not taken for ours when it comes first', async () => {
  await using at = await around()
  at.github.comment(slug, 7, { login: 'mallory', body: `${marker}\nnothing to see` })
  await at.run()
  expect(bodies(at.github)[0]).toBe(`${marker}\nnothing to see`)
  expect(bodies(at.github)[1]).toContain('AWS::SQS::Queue')
})

test('a preview that cannot be made fails with its finding, and the comment says so', async () => {
  await using at = await around({ account: '222222222222' })
  const { code, said, outputs } = await at.run()
  expect(code).toBe(1)
  expect(said).toContainEqual(
    expect.stringMatching(
      /^::error title=wrong-account::aws: these credentials belong to account 111111111111.*%0Afix: /,
    ),
  )
  expect(bodies(at.github)[0]).toContain('### The preview of `production` failed')
  expect(outputs).toEqual({ 'comment-id': '1' })
})

test('an environment without a manifest fails with the file that is missing', async () => {
  await using at = await around()
  const { code, said } = await at.run({ INPUT_ENVIRONMENT: 'staging' })
  expect(code).toBe(1)
  expect(said).toContainEqual(
    expect.stringMatching(/^::error title=generated-file-missing,file=pipelines\/out\/staging.json::/),
  )
  expect(bodies(at.github)).toEqual([])
})

test('a token that may not comment fails with the permission to add', async () => {
  await using at = await around({ permissions: { contents: 'read' } })
  const { code, said } = await at.run()
  expect(code).toBe(1)
  expect(said).toContainEqual(
    expect.stringMatching(/^::error title=comment-refused::github: .*%0Afix: add "pull-requests: write"/),
  )
})

test('a missing input is named', async () => {
  await using at = await around()
  const { code, said } = await at.run({ INPUT_ENVIRONMENT: '' })
  expect(code).toBe(1)
  expect(said).toContain(
    '::error title=input-missing::action preview: input "environment" is not given%0Afix: add under with: environment: …',
  )
})
