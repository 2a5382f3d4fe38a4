// Opening and closing listeners.
import type { Shape } from '../service.ts'
import type { World } from '../world.ts'
import { listen } from './listen.ts'
import { serveListener } from './serve-listener.ts'
import type { ElbState, Listener, LoadBalancer } from './state.ts'
import type { Targets } from './targets.ts'

/** What opening a listener needs. */
export interface ListenerCare {
  readonly world: World
  readonly state: ElbState
  readonly targets: Targets
  /** Which local port stands for which listener port; a free one for any other. */
  readonly ports: Readonly<Record<number, number>>
  readonly random: () => number
  readonly newId: () => string
}

/** Finds the local URL of a listener by its load balancer and port. */
export const localUrl = (state: ElbState, loadBalancerArn: string, port: number): string | undefined => {
  const listener = [...state.listeners.values()].find(
    (one) => one.loadBalancerArn === loadBalancerArn && Number(one.properties.Port) === port,
  )
  return listener && `http://127.0.0.1:${listener.localPort}`
}

/** Opens a listener: a real port of 127.0.0.1 that forwards to real targets. */
export const openListener = async (
  care: ListenerCare,
  balancer: LoadBalancer,
  properties: Shape,
): Promise<Listener> => {
  const { world, state } = care
  const port = Number(properties.Port)
  if (localUrl(state, balancer.arn, port)) {
    throw new Error(`A listener already exists on this port for this load balancer '${balancer.arn}'`)
  }
  const secure = properties.Protocol === 'HTTPS'
  if (secure && !properties.Certificates?.length) throw new Error('A certificate must be specified for HTTPS listeners')
  const arn = `${balancer.arn.replace(':loadbalancer/', ':listener/')}/${care.newId()}`
  let listener: Listener | undefined
  const server = serveListener({
    listener: () => listener!,
    entrance: { protocol: secure ? 'https' : 'http', port },
    targets: care.targets,
    groupOf: (group) => state.targetGroups.get(group),
    localUrl: (other) => localUrl(state, balancer.arn, other),
    idle: () => Number(balancer.attributes['idle_timeout.timeout_seconds']) * 1_000,
    now: world.clock.now,
    random: care.random,
  })
  const wanted = care.ports[port]
  const taken = [...state.listeners.values()].some((one) => one.localPort === wanted)
  const localPort = await listen(server, taken ? undefined : wanted)
  listener = {
    arn,
    loadBalancerArn: balancer.arn,
    properties,
    server,
    localPort,
    rules: [
      {
        arn: `${arn.replace(':listener/', ':listener-rule/')}/${care.newId()}`,
        listenerArn: arn,
        priority: 'default',
        conditions: [],
        actions: properties.DefaultActions ?? [],
      },
    ],
    counts: { requests: 0, elb5xx: 0, target5xx: 0, aborted: 0 },
  }
  state.listeners.set(arn, listener)
  care.targets.refreshAll()
  world.notice({
    from: 'elbv2',
    subject: balancer.name,
    says: `${properties.Protocol ?? 'HTTP'} listener ${port} is http://127.0.0.1:${localPort}${secure ? ' (plain HTTP here)' : ''}`,
  })
  return listener
}

/** Closes a listener and every connection of its clients. */
export const closeListener = async (state: ElbState, listener: Listener): Promise<void> => {
  state.listeners.delete(listener.arn)
  await new Promise<void>((resolve) => {
    listener.server.close(() => resolve())
    listener.server.closeAllConnections()
  })
}
