// Items that go away by themselves, and are told on the stream as removed by the service.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
import type { Service } from '../../service.ts'
import { required } from '../constraints.ts'
import { invalid } from '../refusal.ts'
import { type Store, tableToManage } from '../store.ts'
import { sortable } from '../values/sortable.ts'
import { rowKey } from './row-key.ts'
import { sortedRows } from './sorted-rows.ts'
import { keyOf, type Row, type Table } from './table.ts'
import { expiryRow, writeRow } from './write-row.ts'

/** How often expired items are looked for: the most that one stays beyond its time. AWS says "within a few days". */
const sweepEvery = 10_000

// What lies further back is left alone: it is a mistake, not a time.
const longAgo = 5 * 365 * 24 * 60 * 60

/** Enables, changes or (without an attribute) disables Time to Live. */
export const setTimeToLive = ({ world }: Store, table: Table, attribute: string | undefined) => {
  if (table.expiry?.attribute === attribute) return
  table.expiry?.end.abort()
  table.expiry = undefined
  if (attribute === undefined) return
  const expiry = { attribute, rows: sortedRows<Row>(), end: new AbortController() }
  for (const row of table.rows.walk({})) {
    const fresh = expiryRow(attribute, row)
    if (fresh) expiry.rows.put(fresh)
  }
  table.expiry = expiry
  const signal = AbortSignal.any([world.signal, expiry.end.signal])
  const sweep = async () => {
    for (;;) {
      await world.clock.sleep(sweepEvery, signal)
      if (signal.aborted) return
      removeExpired(table, world.clock.now())
    }
  }
  void sweep()
}

const removeExpired = (table: Table, now: Date) => {
  const seconds = Math.floor(now.getTime() / 1000)
  const { sort: from, ...rest } = expiryKey(seconds - longAgo)
  const expired = [
    ...(table.expiry?.rows.walk({
      from: { key: { ...rest, sort: from }, after: false },
      to: { key: expiryKey(seconds), after: false },
    }) ?? []),
  ]
  for (const { item } of expired) {
    const keys = keyOf(table.keys, item)
    const { partition, sort } = table.keys
    writeRow(table, rowKey(keys[partition.name]!, sort && keys[sort.name]), { item: undefined, byTimeToLive: true })
  }
}

const expiryKey = (seconds: number) => ({ ...rowKey({ S: '' }, undefined), sort: sortable({ N: String(seconds) }) })

/** UpdateTimeToLive and DescribeTimeToLive. */
export const timeToLiveOperations = (store: Store): Service['operations'] => ({
  UpdateTimeToLive: (input) => {
    required(input, 'TableName', 'TimeToLiveSpecification')
    const table = tableToManage(store, input.TableName)
    const { Enabled, AttributeName } = input.TimeToLiveSpecification
    if (Enabled && table.expiry) throw invalid('TimeToLive is already enabled')
    if (!Enabled && !table.expiry) throw invalid('TimeToLive is already disabled')
    if (!Enabled && table.expiry?.attribute !== AttributeName) {
      throw invalid(
        `TimeToLive is active on a different AttributeName: current AttributeName is ${table.expiry?.attribute}`,
      )
    }
    setTimeToLive(store, table, Enabled ? String(AttributeName) : undefined)
    return { TimeToLiveSpecification: { Enabled: Enabled === true, AttributeName } }
  },
  DescribeTimeToLive: (input) => {
    const { expiry } = tableToManage(store, input.TableName)
    return {
      TimeToLiveDescription: expiry
        ? { TimeToLiveStatus: 'ENABLED', AttributeName: expiry.attribute }
        : { TimeToLiveStatus: 'DISABLED' },
    }
  },
})
