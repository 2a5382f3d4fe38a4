// DynamoDB without a wire, for tables of cases and for properties over many of them.
import { fakeClock } from '#rehearsal/clock.ts'
import { dynamodb } from '#rehearsal/dynamodb/dynamodb.ts'
import type { Shape } from '#rehearsal/service.ts'
import { call, sampleWorld } from '../processes/sample-world.ts'

/** A DynamoDB of its own, and a way to call it as the server would. */
export const inProcess = () => {
  const clock = fakeClock()
  const { world, end } = sampleWorld({ clock, home: '/nowhere' })
  const { services, api } = dynamodb(world)
  const send = async (operation: string, input: Shape = {}): Promise<Shape> => {
    const service = services.find(({ operations }) => operation in operations)
    if (!service) throw new Error(`no operation ${operation}`)
    return call(service, operation, input)
  }
  return { clock, world, end, services, api, send }
}

/** Makes a table whose keys are of the given types: `{ pk: 'S', sk: 'N' }`. */
export const makeTable = (
  send: ReturnType<typeof inProcess>['send'],
  types: Readonly<Record<string, string>>,
  more: Shape = {},
) =>
  send('CreateTable', {
    TableName: 'things',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: Object.entries(types).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: Object.keys(types)
      .slice(0, 2)
      .map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    ...more,
  })
