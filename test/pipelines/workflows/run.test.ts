// The printed workflows, run as they are: real processes, a local GitHub, a local AWS whose roles trust what the jobs imply.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation'
import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { type Delivery, roleNameOf, takenRoles } from '#model'
import { printWorkflow } from '#pipelines/workflows/print.ts'
import { workflowsOf } from '#pipelines/workflows/workflows.ts'
import type { GitHubEvent } from '#rehearsal/github/run-identity.ts'
import type { LocalAws, LocalAwsOptions } from '#rehearsal/local-aws.ts'
import { bundlePath } from '#scripts/generate/actions.ts'
import { aRun, pullRequest, push } from '../../rehearsal/github/a-run.ts'
import { clientOf, startTestAws } from '../../rehearsal/start-local-aws.ts'
import { aDelivery } from './a-delivery.ts'

const issuer = 'token.actions.githubusercontent.com'
const d = aDelivery()
const root = new URL('../../../', import.meta.url).pathname

const fileOf = (name: string) => {
  const found = workflowsOf(d).find((each) => each.name === name)
  if (!found) throw new Error(`no workflow ${name}`)
  return printWorkflow(d, found)
}

/** Makes the provider and every role that a delivery's jobs take, with the trust that follows from them. */
const makeRoles = async (aws: LocalAws, of: Delivery) => {
  const iam = new IAMClient(clientOf(aws))
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: `https://${issuer}`, ClientIDList: ['sts.amazonaws.com'] }),
  )
  for (const { role, subjects } of takenRoles(of.repo, workflowsOf(of))) {
    const trust = {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: OpenIDConnectProviderArn },
          Condition: {
            StringEquals: {
              [`${issuer}:aud`]: 'sts.amazonaws.com',
              [`${issuer}:sub`]: subjects.map(({ text }) => text),
            },
          },
        },
      ],
    }
    await iam.send(
      new CreateRoleCommand({ RoleName: roleNameOf(of, role), AssumeRolePolicyDocument: JSON.stringify(trust) }),
    )
  }
}

const run = async (
  aws: LocalAws,
  given: {
    readonly name: string
    readonly event: GitHubEvent
    readonly ref?: string
    readonly files: Readonly<Record<string, string>>
    readonly ids?: { readonly owner: number; readonly repo: number }
  },
) =>
  aRun({
    workflow: fileOf(given.name).text,
    path: fileOf(given.name).path,
    event: given.event,
    files: given.files,
    ...(given.ref && { ref: given.ref }),
    ...(given.ids && { ids: given.ids }),
    env: { AWS_ENDPOINT_URL: aws.endpoint },
    before: (github) => aws.core.sts.trustIssuer(github.issuer, () => github.jwks),
  })

const manifest = {
  delivery: 'cruddur',
  repository: 'acme/cruddur',
  environment: 'production',
  account: '111111111111',
  region: 'ca-central-1',
  stacks: [
    { id: 'q', name: 'cruddur-production-q', templatePath: 'q.yaml', parameters: {}, tags: {}, needs: [], uploads: [] },
  ],
}
const previewed = () => ({
  'pipelines/out/production.json': JSON.stringify(manifest),
  'q.yaml': 'Resources: { Queue: { Type: AWS::SQS::Queue } }',
  'actions/preview/action.yml': readFileSync(`${root}actions/preview/action.yml`, 'utf8'),
  [`actions/preview/${bundlePath}`]: readFileSync(`${root}actions/preview/${bundlePath}`, 'utf8'),
})

test('preview takes its role on a pull request and comments what would change', async () => {
  await using aws = await startTestAws({ region: 'ca-central-1' })
  await makeRoles(aws, d)
  const { conclusion, comments, said } = await run(aws, {
    name: 'preview',
    event: pullRequest(),
    ref: 'refs/pull/7/merge',
    files: previewed(),
  })
  expect(said.filter((each) => each.startsWith('error'))).toEqual([])
  expect(conclusion).toBe('success')
  expect(comments).toEqual([expect.stringContaining('AWS::SQS::Queue')])
})

test('preview does not run for a pull request from a fork', async () => {
  await using aws = await startTestAws({ region: 'ca-central-1' })
  const { jobs } = await run(aws, { name: 'preview', event: pullRequest('someone/cruddur'), files: previewed() })
  expect(jobs['preview-production']?.result).toBe('skipped')
})

const site = {
  'app/package.json': JSON.stringify({ name: 'app', version: '1.0.0', scripts: { 'build:client': 'node build.js' } }),
  'app/package-lock.json': JSON.stringify({
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name: 'app', version: '1.0.0' } },
  }),
  'app/build.js': `
const { mkdirSync, writeFileSync } = require('node:fs')
if (process.env.AWS_ACCESS_KEY_ID) throw new Error('the build has credentials')
mkdirSync('dist/client/assets', { recursive: true })
writeFileSync('dist/client/index.html', '<meta name="release" content="' + process.env.VITE_RELEASE + '">')
writeFileSync('dist/client/assets/app.' + require('./hash.json') + '.js', 'run()')
writeFileSync('dist/client/robots.txt', 'User-agent: *')
`,
  'app/hash.json': '"aaaa"',
}

const siteTemplate = {
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
  Outputs: { BucketName: { Value: { Ref: 'Bucket' } }, DistributionId: { Value: 'E1234567890' } },
}

/** A local AWS with the stack of the site; its CloudFront only notes the paths it is asked to invalidate. */
const withSite = async () => {
  const invalidated: string[][] = []
  const services: LocalAwsOptions['services'] = () => ({
    services: [],
    rest: {
      cloudfront: ({ body }) => {
        invalidated.push([...body.toString().matchAll(/<Path>([^<]*)<\/Path>/g)].map((each) => each[1] ?? ''))
        const text =
          '<Invalidation><Id>I1</Id><Status>Completed</Status><CreateTime>2026-01-01T00:00:00Z</CreateTime></Invalidation>'
        return { status: 201, headers: { 'content-type': 'text/xml' }, body: text }
      },
    },
  })
  const aws = await startTestAws({ region: 'ca-central-1', services })
  await makeRoles(aws, d)
  const cloudformation = new CloudFormationClient(clientOf(aws))
  const StackName = 'cruddur-production-site-web'
  await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(siteTemplate) }))
  await waitUntilStackCreateComplete({ client: cloudformation, maxWaitTime: 20, minDelay: 1 }, { StackName })
  return { ...aws, invalidated }
}

const hasAws = spawnSync('aws', ['--version']).status === 0

test.skipIf(!hasAws)(
  'sync builds without credentials, publishes, keeps the files of the release before, and invalidates the pages',
  async () => {
    await using aws = await withSite()
    const first = await run(aws, { name: 'sync', event: push, files: site })
    expect(first.said.filter((each) => each.startsWith('error'))).toEqual([])
    expect(first.conclusion).toBe('success')
    const second = await run(aws, { name: 'sync', event: push, files: { ...site, 'app/hash.json': '"bbbb"' } })
    expect(second.conclusion).toBe('success')

    const s3 = new S3Client({ ...clientOf(aws), forcePathStyle: true })
    const Bucket = bucketOf(aws)
    const listed = await s3.send(new ListObjectsV2Command({ Bucket }))
    expect(listed.Contents?.map((each) => each.Key)).toEqual([
      'assets/app.aaaa.js',
      'assets/app.bbbb.js',
      'index.html',
      'robots.txt',
    ])
    const cacheOf = async (Key: string) => (await s3.send(new HeadObjectCommand({ Bucket, Key }))).CacheControl
    expect(await cacheOf('assets/app.bbbb.js')).toBe('public, max-age=31536000, immutable')
    expect(await cacheOf('index.html')).toBe('no-cache')
    expect(await cacheOf('robots.txt')).toBe('public, max-age=300')
    expect(aws.invalidated).toEqual([
      ['/', '/index.html'],
      ['/', '/index.html'],
    ])
  },
  // Twelve runs of the real `aws`, each of which takes seconds on a busy machine.
  180_000,
)

const bucketOf = (aws: LocalAws): string => {
  const stack = aws.cloudformation.stacks().find((each) => [...each.resources.keys()].includes('Bucket'))
  return stack?.resources.get('Bucket')?.made?.physicalId ?? ''
}

test('the role of sync is given to no pull request, whatever its workflow says', async () => {
  await using aws = await withSite()
  const text = fileOf('sync').text.replace(/^on:\n {2}push:[\s\S]*?\n\npermissions/m, 'on: pull_request\n\npermissions')
  const { jobs } = await aRun({
    workflow: text,
    event: pullRequest(),
    ref: 'refs/pull/7/merge',
    files: site,
    env: { AWS_ENDPOINT_URL: aws.endpoint },
    before: (github) => aws.core.sts.trustIssuer(github.issuer, () => github.jwks),
  })
  expect(jobs['build-web']?.result).toBe('success')
  expect(jobs['publish-web-production']?.annotations[0]?.message).toContain(
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  )
})

test('a site whose stack is not there yet says so', async () => {
  await using aws = await startTestAws({ region: 'ca-central-1' })
  await makeRoles(aws, d)
  const { conclusion, said } = await run(aws, { name: 'sync', event: push, files: site })
  expect(conclusion).toBe('failure')
  expect(said.some((each) => each.includes('cruddur-production-site-web') && /does not exist/.test(each))).toBe(true)
})
