import type { Target, TargetGroup } from './state.ts'

const takesRequests = (target: Target) => target.health.state !== 'draining' && target.health.state !== 'unused'

/**
 * The target of the next request, round robin over the healthy ones. With none healthy every registered target is in
 * turn (the load balancer fails open); nothing when there is none.
 */
export const chooseTarget = (group: TargetGroup): Target | undefined => {
  const registered = [...group.targets.values()].filter(takesRequests)
  const healthy = registered.filter(
    (target) => target.health.state === 'healthy' || target.health.state === 'unavailable',
  )
  const candidates = healthy.length > 0 ? healthy : registered
  if (candidates.length === 0) return undefined
  group.turn = (group.turn + 1) % candidates.length
  return candidates[group.turn]
}
