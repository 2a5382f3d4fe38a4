import { describe, expect, it } from 'vitest'
import { cluster } from '#cfn/stacks/cluster.ts'
import { network } from '#cfn/stacks/network.ts'
import { production, propertiesOf, resourcesOf, withoutDatabase } from './deliveries.ts'

const d = withoutDatabase()
const stack = cluster(d, production, { network: network(d, production) })

describe('the cluster', () => {
  it('watches its containers', () => {
    expect(propertiesOf(stack, 'Cluster').ClusterSettings).toEqual([{ Name: 'containerInsights', Value: 'enabled' }])
  })

  it('lets the world reach the load balancer on port 80 only', () => {
    const [only, ...others] = propertiesOf(stack, 'LoadBalancerSecurityGroup').SecurityGroupIngress
    expect(others).toEqual([])
    expect(only).toMatchObject({ FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' })
  })

  it('lets only the load balancer reach tasks, on the ports of services', () => {
    expect(propertiesOf(stack, 'TasksSecurityGroup')).not.toHaveProperty('SecurityGroupIngress')
    const rules = resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress').map(([, { Properties }]) => Properties)
    expect(rules.map((rule) => rule?.FromPort)).toEqual([3000, 3001])
    for (const rule of rules)
      expect(rule).toMatchObject({
        GroupId: { Ref: 'TasksSecurityGroup' },
        SourceSecurityGroupId: { Ref: 'LoadBalancerSecurityGroup' },
        ToPort: rule?.FromPort,
      })
  })

  it('lets the load balancer reach nothing but tasks', () => {
    expect(propertiesOf(stack, 'LoadBalancerSecurityGroup')).not.toHaveProperty('SecurityGroupEgress')
    const rules = resourcesOf(stack, 'AWS::EC2::SecurityGroupEgress')
    expect(rules).toHaveLength(2)
    for (const [, { Properties }] of rules)
      expect(Properties?.DestinationSecurityGroupId).toEqual({ Ref: 'TasksSecurityGroup' })
  })

  it('answers 404 where no service does', () => {
    expect(propertiesOf(stack, 'Listener').DefaultActions[0].FixedResponseConfig.StatusCode).toBe('404')
  })
})
