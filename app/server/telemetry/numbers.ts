import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { Meter } from '@opentelemetry/api'

/** What a pool of connections says of itself. */
export type PoolNumbers = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number }

/** Measures a pool. https://opentelemetry.io/docs/specs/semconv/db/database-metrics/#connection-pools */
export function poolMeasured(meter: Meter, pool: PoolNumbers): void {
  const name = { 'db.client.connection.pool.name': 'cruddur' }
  const connections = meter.createObservableUpDownCounter('db.client.connection.count', { unit: '{connection}' })
  connections.addCallback((result) => {
    result.observe(pool.idleCount, { ...name, 'db.client.connection.state': 'idle' })
    result.observe(pool.totalCount - pool.idleCount, { ...name, 'db.client.connection.state': 'used' })
  })
  const waiting = meter.createObservableUpDownCounter('db.client.connection.pending_requests', { unit: '{request}' })
  waiting.addCallback((result) => result.observe(pool.waitingCount, name))
}

/**
 * Measures the memory of this process, and how late its event loop is. Gives how to end that.
 * https://opentelemetry.io/docs/specs/semconv/runtime/nodejs-metrics/
 */
export function processMeasured(meter: Meter): () => void {
  const memory = meter.createObservableUpDownCounter('process.memory.usage', { unit: 'By' })
  memory.addCallback((result) => result.observe(process.memoryUsage.rss()))
  const heap = meter.createObservableUpDownCounter('v8js.memory.heap.used', { unit: 'By' })
  heap.addCallback((result) => result.observe(process.memoryUsage().heapUsed))

  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const late = (which: string) => meter.createObservableGauge(`nodejs.eventloop.delay.${which}`, { unit: 's' })
  const [mean, p99, max] = [late('mean'), late('p99'), late('max')]
  meter.addBatchObservableCallback(
    (result) => {
      // Nothing was measured yet.
      if (delay.count === 0) return
      result.observe(mean, delay.mean / 1e9)
      result.observe(p99, delay.percentile(99) / 1e9)
      result.observe(max, delay.max / 1e9)
      delay.reset()
    },
    [mean, p99, max],
  )
  let before = performance.eventLoopUtilization()
  const utilization = meter.createObservableGauge('nodejs.eventloop.utilization', { unit: '1' })
  utilization.addCallback((result) => {
    const now = performance.eventLoopUtilization()
    result.observe(performance.eventLoopUtilization(now, before).utilization)
    before = now
  })
  return () => delay.disable()
}
