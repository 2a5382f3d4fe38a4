// Stacks of topics in a local AWS, reached through the real adapter; every call of it can be listened to.
import { ListChangeSetsCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation'
import type { Event, StackFile } from '#model'
import type { Clock } from '#pipelines/clock.ts'
import { awsCloud, type Cloud } from '#pipelines/cloud/index.ts'
import type { Manifest } from '#pipelines/manifest.ts'
import { preview } from '#pipelines/preview.ts'
import { run } from '#pipelines/run.ts'
import { startStacks, topic } from '../rehearsal/cloudformation/stack-fixture.ts'

/** A stack as a manifest has it, with nothing in it unless told. */
export const stackFile = (id: string, more: Partial<StackFile> = {}): StackFile => ({
  id,
  name: `hello-${id}`,
  template: JSON.stringify({ Resources: { Topic: topic() } }),
  templatePath: `cfn/out/${id}.yaml`,
  parameters: {},
  tags: {},
  needs: [],
  uploads: [],
  ...more,
})

/** A stack with one topic, which exports it, and imports those of the stacks it needs. */
export const topicStack = (id: string, displayName: string, needs: readonly StackFile[] = []): StackFile =>
  stackFile(id, {
    needs: needs.map(({ name }) => name),
    template: JSON.stringify({
      Resources: { Topic: topic({ DisplayName: displayName }) },
      Outputs: {
        Topic: { Value: { Ref: 'Topic' }, Export: { Name: `hello-${id}-topic` } },
        ...Object.fromEntries(
          needs.map((need) => [`From${need.id}`, { Value: { 'Fn::ImportValue': `${need.name}-topic` } }]),
        ),
      },
    }),
  })

/** A manifest of these stacks, in the account of the local AWS. */
export const manifestWith = (...stacks: readonly StackFile[]): Manifest => ({
  delivery: 'hello',
  repository: 'acme/hello',
  environment: 'production',
  account: '111111111111',
  region: 'eu-west-1',
  stacks,
})

// Waits are cut short: what is waited for is in this process.
const briefly = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.min(milliseconds, 3)))

/** The clock of these tests: the real one, with short sleeps. */
export const clock: Clock = { now: () => new Date(), sleep: briefly }

type Listen = (call: string, given: readonly unknown[]) => void

const listening = <T extends object>(part: T, name: string, after: Listen): T =>
  Object.fromEntries(
    Object.entries(part).map(([key, call]) => [
      key,
      async (...given: readonly unknown[]) => {
        const answer: unknown = await call(...given)
        after(`${name}.${key}`, given)
        return answer
      },
    ]),
  ) as T

/** The same cloud; `after` is told of each call once AWS has answered it, and what it throws is what the caller gets. */
export const listenedTo = (cloud: Cloud, after: Listen): Cloud => ({
  ...cloud,
  stacks: listening(cloud.stacks, 'stacks', after),
  objects: listening(cloud.objects, 'objects', after),
})

/** A local AWS that knows topics, the real adapter to it, and the short ways of these tests. */
export const startEnvironment = async () => {
  const local = await startStacks()
  const cloud = awsCloud({
    region: 'eu-west-1',
    env: { AWS_ENDPOINT_URL: local.aws.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    sleep: briefly,
  })
  let count = 0
  const nextRun = () => `r${count++}`
  return {
    ...local,
    cloud,
    nextRun,
    /** Previews and executes, as `deploy` does; gives everything that was said. */
    deploy: async (manifest: Manifest, through: Cloud = cloud): Promise<readonly Event[]> => {
      const name = nextRun()
      return eventsOf(run(await preview(through, manifest, name), { cloud: through, clock, run: name }))
    },
    /** `name STATUS` of every stack there is, by name. */
    statuses: async (): Promise<readonly string[]> => {
      const { StackSummaries = [] } = await local.client.send(new ListStacksCommand({}))
      return StackSummaries.filter((each) => each.StackStatus !== 'DELETE_COMPLETE')
        .map((each) => `${each.StackName} ${each.StackStatus}`)
        .sort()
    },
    changeSets: async (stack: string): Promise<readonly string[]> => {
      const { Summaries = [] } = await local.client.send(new ListChangeSetsCommand({ StackName: stack }))
      return Summaries.map((each) => each.ChangeSetName ?? '')
    },
  }
}

/** All events, once there are no more. */
export const eventsOf = async (events: AsyncIterable<Event>): Promise<readonly Event[]> => {
  const all: Event[] = []
  for await (const event of events) all.push(event)
  return all
}

/** What was said without progress: `subject is says`. */
export const outlineOf = (events: readonly Event[]): readonly string[] =>
  events.filter((event) => event.is !== 'progress').map((event) => `${event.subject} ${event.is}: ${event.says}`)
