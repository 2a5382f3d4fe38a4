import type { Delivery, Service } from '#model'
import { pathsOf } from './target.ts'

/** True when the load balancer sends a path to this service. */
export const servesPath = (d: Delivery, service: Service, path: string): boolean => {
  const [first, ...others] = d.services
  const takes = (each: Service) => pathsOf(d, each).some((pattern) => path.startsWith(pattern.slice(0, -1)))
  return (others.find(takes) ?? first) === service
}
