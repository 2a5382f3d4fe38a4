// A delivery whose templates are longer than a request may be: fifty services in one environment.
import { CloudFormationClient, CreateChangeSetCommand } from '@aws-sdk/client-cloudformation'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { bytesOf, templateLimits } from '#cfn/analysis/template-limits.ts'
import { delivery, environment, github, image, service } from '#model'
import { awsCloud } from '#pipelines/cloud/index.ts'
import { manifestFrom } from '#pipelines/generate.ts'
import { preview } from '#pipelines/preview.ts'
import { planMarkdown } from '#pipelines/print/markdown.ts'
import { planText } from '#pipelines/print/text.ts'
import { run } from '#pipelines/run.ts'
import { clientOf, startTestAws } from '../rehearsal/start-local-aws.ts'
import { clock, eventsOf } from './an-environment.ts'

const production = environment('production', { account: '111111111111', region: 'eu-west-1' })
const fifty = Array.from({ length: 50 }, (_, at) =>
  service(`service-${at + 1}`, { image: image(`services/${at + 1}`), port: 3000 + at, health: '/health' }),
)
const manifest = manifestFrom(
  delivery({ name: 'fifty', repo: github('acme/fifty'), environments: [production], services: fifty }),
  production,
)
const long = manifest.stacks.filter(({ template }) => bytesOf(template) > templateLimits.inline)

const start = async () => {
  const aws = await startTestAws()
  const cloud = awsCloud({
    region: 'eu-west-1',
    env: { AWS_ENDPOINT_URL: aws.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    sleep: clock.sleep,
  })
  return { aws, cloud, [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose]() }
}

const nameOf = (id: string) => `fifty-production-${id}`

describe('templates longer than a request', () => {
  it('are some of fifty services, and never the one of the bucket that holds them', () => {
    expect(long.map(({ id }) => id)).toEqual(['registry', 'cicd'])
    for (const { needs } of long) expect(needs).toContain(nameOf('bootstrap'))
  })

  it('are predicted while that bucket does not exist, with the command that makes it', async () => {
    await using here = await start()
    const plan = await preview(here.cloud, manifest, 'first')
    const registry = plan.stacks.find(({ stack }) => stack.id === 'registry')
    expect(registry).toMatchObject({ kind: 'create', predicted: true })
    expect(registry?.changes.length).toBe(100)
    const says = /95,\d{3} bytes are more than the 51,200 .*"launchway deploy --environment production" makes it first/
    expect(planText(plan)).toMatch(says)
    expect(planMarkdown(plan)).toMatch(says)
  })

  it('are deployed and previewed from the bucket, and the second deployment changes nothing', async () => {
    await using here = await start()
    const deploy = async (name: string) =>
      eventsOf(run(await preview(here.cloud, manifest, name), { cloud: here.cloud, clock, run: name }))
    const ends = (events: Awaited<ReturnType<typeof deploy>>) =>
      new Set(events.filter(({ is }) => is === 'done' || is === 'failed').map(({ is, says }) => `${is}: ${says}`))
    expect(ends(await deploy('one'))).toEqual(new Set(['done: created']))

    const s3 = new S3Client({ ...clientOf(here.aws), forcePathStyle: true })
    const bucket = (await here.cloud.stacks.exports()).get(`${nameOf('bootstrap')}-bucketName`)
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'templates/' }))
    expect(Contents.map(({ Key }) => Key)).toEqual(
      expect.arrayContaining(long.map(({ templateAt }) => templateAt?.key)),
    )

    const plan = await preview(here.cloud, manifest, 'two')
    expect(plan.stacks.filter(({ kind, predicted }) => kind !== 'unchanged' || predicted)).toEqual([])
    expect(ends(await deploy('three'))).toEqual(new Set(['done: unchanged']))
  })

  it('would be refused in a request', async () => {
    await using here = await start()
    const asked = new CloudFormationClient(clientOf(here.aws)).send(
      new CreateChangeSetCommand({
        StackName: nameOf('registry'),
        ChangeSetName: 'inline',
        ChangeSetType: 'CREATE',
        TemplateBody: long[0]?.template,
      }),
    )
    await expect(asked).rejects.toThrow('less than or equal to 51200')
  })
})
