// Every stack of every golden delivery goes through a change set and is made, in the order of its imports, by an engine
// that resolves references, outputs and exports as CloudFormation does. Nothing behind the resources runs.
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { awsCloud } from '#pipelines/cloud/index.ts'
import { manifestFrom, stacksByEnvironment } from '#pipelines/generate.ts'
import { preview } from '#pipelines/preview.ts'
import { run } from '#pipelines/run.ts'
import { everything } from '../cfn/stacks/everything.ts'
import { startTestAws } from '../rehearsal/start-local-aws.ts'
import { goldenCases } from './cases.ts'

const cases = await goldenCases()

// Golden deliveries with an edge live in its region; this one does not.
const apart = { name: 'everything, its edge in another region', delivery: everything() }

const rows = [...cases, apart].flatMap(({ name, delivery }) =>
  stacksByEnvironment(delivery).map(({ environment }) => ({ name, delivery, environment, at: environment.name })),
)

const pack = () => ({ hash: '0'.repeat(64), bytes: new Uint8Array([0]) })

describe('a golden delivery', () => {
  it.each(rows)('$name makes every stack of $at', async ({ delivery, environment }) => {
    const { account, region } = environment
    await using aws = await startTestAws({ account, region })
    const sleep = async () => {
      await setTimeout(20)
    }
    const env = { AWS_ENDPOINT_URL: aws.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
    const cloud = awsCloud({ region, env, sleep })
    const manifest = manifestFrom(delivery, environment, pack)
    const plan = await preview(cloud, manifest, randomUUID())
    const failed: string[] = []
    const given = { cloud, clock: { now: () => new Date(0), sleep }, run: randomUUID() }
    for await (const event of run(plan, given))
      if (event.is === 'failed') failed.push(`${event.subject}: ${event.fault?.message ?? event.says}`)
    expect(failed).toEqual([])
    const statuses = aws.cloudformation.stacks().map(({ name, status }) => `${name} ${status}`)
    expect(statuses.filter((each) => !each.endsWith(' CREATE_COMPLETE'))).toEqual([])
    expect(statuses.length).toBeGreaterThanOrEqual(manifest.stacks.length)
  })
})
