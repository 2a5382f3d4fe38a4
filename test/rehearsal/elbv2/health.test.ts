import { expect, test } from 'vitest'
import { fakeClock } from '../../../rehearsal/clock.ts'
import type { ProbeResult } from '../../../rehearsal/elbv2/health-check.ts'
import { statusMatches } from '../../../rehearsal/elbv2/matcher.ts'
import { call, contextOf, make, providerOf } from '../processes/sample-world.ts'
import { balancer } from './balancer.ts'

const one = { id: '127.0.0.1', port: 3000 }

const start = async (results: ProbeResult[], group = {}) => {
  const clock = fakeClock()
  const probes: { path: string; port: number }[] = []
  const made = await balancer({
    clock,
    group: { HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 3, UnhealthyThresholdCount: 2, ...group },
    options: {
      probe: async ({ path, port }) => {
        probes.push({ path, port })
        return (results.length > 1 ? results.shift() : results[0]) ?? { status: 200 }
      },
    },
  })
  const states: string[] = []
  made.api.onHealth((_, __, { state, reason }) => states.push([state, reason].filter(Boolean).join(' ')))
  made.api.register(made.group.physicalId, [one])
  return { ...made, clock, probes, states }
}
const ok = { status: 200 }

test('a new target is healthy after its first success', async () => {
  const made = await start([ok])
  await made.clock.advance(0)
  expect(made.states).toEqual(['initial Elb.InitialHealthChecking', 'healthy'])
  await made.clock.advance(30_000)
  expect(made.probes).toHaveLength(4)
  expect(made.probes[0]).toEqual({ path: '/health', port: 3000 })
  await made.service.stop?.()
})

test.each<[ProbeResult, string]>([
  [{ status: 500 }, 'unhealthy Target.ResponseCodeMismatch'],
  [{ failed: 'timeout' }, 'unhealthy Target.Timeout'],
  [{ failed: 'connection' }, 'unhealthy Target.FailedHealthChecks'],
])('%j twice makes a target %s, and three successes healthy again', async (bad, state) => {
  const made = await start([ok, bad, ok, bad, bad, ok, ok, ok])
  await made.clock.advance(35_000)
  expect(made.states.at(-1)).toBe('healthy')
  await made.clock.advance(10_000)
  expect(made.states.at(-1)).toBe(state)
  await made.clock.advance(20_000)
  expect(made.states.at(-1)).toBe(state)
  await made.clock.advance(10_000)
  expect(made.states.at(-1)).toBe('healthy')
  await made.service.stop?.()
})

test('DescribeTargetHealth says what is wrong', async () => {
  const made = await start([{ status: 503 }])
  await made.clock.advance(10_000)
  const { TargetHealthDescriptions } = await call(made.service, 'DescribeTargetHealth', {
    TargetGroupArn: made.group.physicalId,
  })
  expect(TargetHealthDescriptions).toEqual([
    {
      Target: { Id: '127.0.0.1', Port: 3000 },
      HealthCheckPort: '3000',
      TargetHealth: {
        State: 'unhealthy',
        Reason: 'Target.ResponseCodeMismatch',
        Description: 'Health checks failed with these codes: [503]',
      },
    },
  ])
  await made.service.stop?.()
})

test('targets of a group that no listener uses are unused, and are checked when one does', async () => {
  const made = await start([ok])
  const group = await make(made.world, made.service, 'AWS::ElasticLoadBalancingV2::TargetGroup', {
    Name: 'other',
    Port: 80,
  })
  made.api.register(group.physicalId, [one])
  await made.clock.advance(60_000)
  expect(made.api.health(group.physicalId, one)).toMatchObject({ state: 'unused', reason: 'Target.NotInUse' })
  expect(made.api.attached(group.physicalId)).toBe('unattached')
  await make(made.world, made.service, 'AWS::ElasticLoadBalancingV2::ListenerRule', {
    ListenerArn: made.listener.physicalId,
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', Values: ['/other'] }],
    Actions: [{ Type: 'forward', TargetGroupArn: group.physicalId }],
  })
  await made.clock.advance(0)
  expect(made.api.health(group.physicalId, one)).toEqual({ state: 'healthy' })
  expect(made.api.attached(group.physicalId)).toBe('attached')
  await expect(
    providerOf(made.service, 'AWS::ElasticLoadBalancingV2::TargetGroup').remove?.(group, {}, contextOf(made.world)),
  ).rejects.toThrow('currently in use')
  await made.service.stop?.()
})

test.each([
  ['200', 200, true],
  ['200', 204, false],
  ['200,302', 302, true],
  ['200-299', 204, true],
  ['200-299,404', 404, true],
  ['200-299', 300, false],
])('matcher %s and status %i: %s', (codes, status, matches) => {
  expect(statusMatches(codes, status)).toBe(matches)
})

test('ARNs, names and what GetAtt gives have the shape of AWS', async () => {
  const { lb, group, listener, service } = await start([ok])
  expect(lb.physicalId).toMatch(
    /^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
  )
  expect(lb.attributes).toMatchObject({
    DNSName: expect.stringMatching(/^web-\d{10}\.eu-west-1\.elb\.amazonaws\.com$/),
    CanonicalHostedZoneID: 'Z32O12XQLNTSW2',
    LoadBalancerFullName: expect.stringMatching(/^app\/web\/[0-9a-f]{16}$/),
  })
  expect(group.attributes?.TargetGroupFullName).toMatch(/^targetgroup\/app\/[0-9a-f]{16}$/)
  expect(listener.physicalId).toMatch(/:listener\/app\/web\/[0-9a-f]{16}\/[0-9a-f]{16}$/)
  const { LoadBalancers } = await call(service, 'DescribeLoadBalancers', { Names: ['web'] })
  expect(LoadBalancers).toMatchObject([
    { LoadBalancerArn: lb.physicalId, State: { Code: 'active' }, Type: 'application' },
  ])
  const { TargetGroups } = await call(service, 'DescribeTargetGroups', { LoadBalancerArn: lb.physicalId })
  expect(TargetGroups).toMatchObject([{ TargetGroupArn: group.physicalId, LoadBalancerArns: [lb.physicalId] }])
  await expect(call(service, 'DescribeLoadBalancers', { Names: ['nope'] })).rejects.toMatchObject({
    code: 'LoadBalancerNotFound',
  })
  await service.stop?.()
})

test('a health check timeout above its interval is refused', async () => {
  await expect(balancer({ group: { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 6 } })).rejects.toThrow(
    /must be smaller/,
  )
})
