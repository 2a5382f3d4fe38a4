import type { Shape } from '../../service.ts'
import { invalid, invalidValue } from '../refusal.ts'
import type { Store } from '../store.ts'
import { makeStream } from '../streams/stream.ts'
import type { Table } from './table.ts'

const viewTypes = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] as const

/** Enables or disables the stream of a table. A disabled stream stays readable for a day under its own ARN. */
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
export const switchStream = ({ world, streams }: Store, table: Table, specification: Shape) => {
  if (!specification.StreamEnabled) {
    if (!table.stream) throw invalid(`Table has no stream to disable: TableName: ${table.name}`)
    table.stream.close()
    table.stream = undefined
    return
  }
  const viewType = viewTypes.find((type) => type === specification.StreamViewType)
  if (!viewType) throw invalidValue('StreamViewType must be specified when StreamEnabled is true')
  if (table.stream) throw invalid(`Table already has an enabled stream: TableName: ${table.name}`)
  // Two streams of one table never have the same label, however fast one follows the other.
  let time = world.clock.now().getTime()
  const arnAt = (at: number) => `${table.arn}/stream/${labelOf(at)}`
  while (streams.has(arnAt(time))) time += 1
  const stream = makeStream({
    arn: arnAt(time),
    label: labelOf(time),
    tableName: table.name,
    viewType,
    region: world.region,
    now: world.clock.now,
    id: world.id,
  })
  streams.set(stream.arn, stream)
  table.stream = stream
}

const labelOf = (time: number): string => new Date(time).toISOString().replace('Z', '')
