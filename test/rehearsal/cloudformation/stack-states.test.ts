// Random histories of one stack: whatever happens, a few things stay true.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startStacks, topic } from './stack-fixture.ts'

type Step = {
  readonly kind: 'create' | 'update' | 'rollBack' | 'delete'
  readonly keep: boolean
  readonly topics: readonly { name: string; display: string }[]
}

const topics = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('a', 'b', 'c'), display: fc.constantFrom('x', 'y', 'fail') }),
  {
    minLength: 1,
    maxLength: 4,
    selector: ({ name, display }) => `${name}${display}`,
  },
)
const step: fc.Arbitrary<Step> = fc.record({
  keep: fc.boolean(),
  kind: fc.constantFrom('create', 'update', 'update', 'update', 'rollBack', 'delete'),
  topics,
})

const templateOf = ({ topics: given }: Step) => ({
  Resources: Object.fromEntries(
    given.map(({ name, display }, index) => [
      `T${index}`,
      topic({ TopicName: name, DisplayName: display }, index ? { DependsOn: `T${index - 1}` } : {}),
    ]),
  ),
})

test('no history of a stack leaves it busy, loses a resource or keeps one nobody owns', {
  timeout: 120_000,
}, async () => {
  await using stacks = await startStacks()
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      stacks.topics.clear()
      number += 1
      const name = `s${number}`
      for (const one of steps) {
        const step = {
          create: () => stacks.create(name, templateOf(one), { DisableRollback: one.keep }),
          update: () => stacks.update(name, templateOf(one), { DisableRollback: one.keep }),
          rollBack: () => stacks.rollBack(name),
          delete: () => stacks.remove(name),
        }[one.kind]
        await step().catch((error: Error) => {
          expect(error.name).toMatch(/ValidationError|AlreadyExistsException/)
        })
        const stack = stacks.aws.cloudformation.stack(name)
        expect(stack?.status ?? 'DELETE_COMPLETE').not.toMatch(/_IN_PROGRESS$/)
        // After a failed update without rollback, replaced resources still wait for their cleanup.
        const owned = [...(stack?.resources.values() ?? []), ...(stack?.leftovers ?? [])]
          .filter(({ status }) => status !== 'DELETE_COMPLETE')
          .flatMap(({ made }) => (made ? [made.physicalId] : []))
        expect([...stacks.topics.keys()].sort()).toEqual(owned.sort())
        for (const { made, properties, status } of stack?.resources.values() ?? []) {
          if (made && status !== 'DELETE_COMPLETE') expect(stacks.topics.get(made.physicalId)).toEqual(properties)
        }
      }
    }),
    { numRuns: 60 },
  )
})
