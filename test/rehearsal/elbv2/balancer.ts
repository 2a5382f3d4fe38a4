import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../../rehearsal/clock.ts'
import { type ElbOptions, elbv2 } from '../../../rehearsal/elbv2/elbv2.ts'
import type { Shape } from '../../../rehearsal/service.ts'
import { make, sampleWorld } from '../processes/sample-world.ts'

/** A load balancer with one target group and one HTTP listener. */
export const balancer = async (
  given: { group?: Shape; listener?: Shape; options?: ElbOptions; clock?: Clock } = {},
) => {
  const { world, notices } = sampleWorld({ home: '/nowhere', ...(given.clock && { clock: given.clock }) })
  const { service, api } = elbv2(world, given.options)
  const lb = await make(world, service, 'AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Name: 'web',
    Subnets: ['subnet-1', 'subnet-2'],
  })
  const group = await make(world, service, 'AWS::ElasticLoadBalancingV2::TargetGroup', {
    Name: 'app',
    Port: 3000,
    Protocol: 'HTTP',
    TargetType: 'ip',
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
    HealthCheckPath: '/health',
    ...given.group,
  })
  const listener = await make(world, service, 'AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: lb.physicalId,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: group.physicalId }],
    ...given.listener,
  })
  return { world, notices, service, api, lb, group, listener, url: api.urlOf(lb.physicalId) ?? '' }
}

/** A real target; `/health` answers 200. */
export const target = async (
  handle: RequestListener,
): Promise<{ id: string; port: number; server: Server; close: () => Promise<void> }> => {
  const server = createServer((request, response) =>
    request.url === '/health' ? response.end() : handle(request, response),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    id: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}
