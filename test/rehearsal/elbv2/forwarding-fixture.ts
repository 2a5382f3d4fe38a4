// A load balancer and targets that end with the test.
import { afterEach } from 'vitest'
import { until } from '../processes/until.ts'
import { balancer, target } from './balancer.ts'

/** What is to be ended with the test. */
export const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean()
})

/** A load balancer on a clock a hundred times as fast. */
export const start = async (given: Parameters<typeof balancer>[0] = {}) => {
  const made = await balancer({ ...given, options: { speed: 100, ...given.options } })
  cleanups.push(() => made.service.stop?.())
  return made
}
/** A target that answers so. */
export const serve = async (handle: Parameters<typeof target>[0]) => {
  const made = await target(handle)
  cleanups.push(() => made.server.closeAllConnections())
  cleanups.push(() => made.server.close())
  return made
}
/** Waits until a target is healthy. */
export const isHealthy = (made: Awaited<ReturnType<typeof start>>, one: { id: string; port: number }) =>
  until(`${one.port} to be healthy`, () => made.api.health(made.group.physicalId, one).state === 'healthy')
