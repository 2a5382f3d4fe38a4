import { describe, expect, it } from 'vitest'
import { alter, emitted, extra, only, ownStack, rawTemplate, resource, sub, template } from '#cfn/index.ts'
import { mark } from '#cfn/ways-out/apply.ts'
import { type Delivery, delivery, environment, Fault, github, image, service, type WayOut } from '#model'
import { production, propertiesOf, stackNamed, stacksFor } from '../stacks/deliveries.ts'
import { at } from '../stacks/look.ts'

const staging = environment('staging', { account: '222222222222', region: 'eu-west-1' })

const withWays = (...waysOut: readonly WayOut[]): Delivery =>
  delivery({
    name: 'hello',
    repo: github('acme/hello'),
    environments: [production, staging],
    services: [service('web', { image: image('.'), port: 3000, health: '/health' })],
    waysOut,
  })

const codesOf = (d: Delivery): readonly string[] => {
  try {
    stacksFor(d)
    return []
  } catch (error) {
    if (error instanceof Fault) return error.findings.map((each) => each.code)
    throw error
  }
}

const group = emitted('TargetGroup', 'AWS::ElasticLoadBalancingV2::TargetGroup')
const queue = resource('Jobs', 'AWS::SQS::Queue', { SqsManagedSseEnabled: true })

describe('an extra resource', () => {
  it('stands in the stack it is meant for, takes values from it and says where it comes from', () => {
    const endpoint = resource('SqsEndpoint', 'AWS::EC2::VPCEndpoint', {
      VpcId: emitted('Vpc', 'AWS::EC2::VPC').ref,
      ServiceName: 'com.amazonaws.ca-central-1.sqs',
      VpcEndpointType: 'Interface',
    })
    const network = stackNamed(stacksFor(withWays(extra('network', endpoint))), 'network')
    expect(propertiesOf(network, 'SqsEndpoint').VpcId).toEqual({ Ref: 'Vpc' })
    expect(propertiesOf(network, 'SqsEndpoint').Tags).toContainEqual({ Key: 'launchway:delivery', Value: 'hello' })
    expect(network.template.Resources.SqsEndpoint?.Metadata).toEqual({ [mark]: 'extra resource' })
  })

  it('cannot take the place of a resource of ours', () => {
    const vpc = resource('Vpc', 'AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' })
    expect(codesOf(withWays(extra('network', vpc)))).toEqual(['way-out-taken'])
  })

  it('needs a stack that is there', () => {
    expect(codesOf(withWays(extra('database', queue)))).toEqual(['way-out-without-stack'])
  })
})

describe('an alteration', () => {
  it('changes those properties, leaves the others, and names them in the metadata', () => {
    const plain = stackNamed(stacksFor(withWays()), 'service-web')
    const d = withWays(alter('service-web', group, { HealthCheckIntervalSeconds: 5, UnhealthyThresholdCount: 2 }))
    const changed = stackNamed(stacksFor(d), 'service-web')
    expect(propertiesOf(changed, 'TargetGroup')).toEqual({
      ...propertiesOf(plain, 'TargetGroup'),
      HealthCheckIntervalSeconds: 5,
      UnhealthyThresholdCount: 2,
    })
    expect(changed.template.Resources.TargetGroup?.Metadata).toEqual({
      [mark]: ['HealthCheckIntervalSeconds', 'UnhealthyThresholdCount'],
    })
    expect(changed.template.Resources.Service).toEqual(plain.template.Resources.Service)
  })

  it('can build on what the property was', () => {
    const balancer = emitted('LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer')
    const idle = { Key: 'idle_timeout.timeout_seconds', Value: '120' }
    const d = withWays(
      alter('cluster', balancer, {
        LoadBalancerAttributes: (before) => [...(Array.isArray(before) ? before : []), idle],
      }),
    )
    const { LoadBalancerAttributes } = propertiesOf(stackNamed(stacksFor(d), 'cluster'), 'LoadBalancer')
    expect(LoadBalancerAttributes).toHaveLength(2)
    expect(at(LoadBalancerAttributes, 1)).toEqual(idle)
  })

  it('is for one environment where it says so', () => {
    const d = withWays(only(staging, alter('service-web', group, { HealthCheckIntervalSeconds: 5 })))
    const intervals = d.environments.map(
      (e) => propertiesOf(stackNamed(stacksFor(d, e), 'service-web'), 'TargetGroup').HealthCheckIntervalSeconds,
    )
    expect(intervals).toEqual([10, 5])
  })

  it('needs a resource of that name and type', () => {
    const missing = emitted('Targets', 'AWS::ElasticLoadBalancingV2::TargetGroup')
    const other = emitted('TargetGroup', 'AWS::SQS::Queue')
    expect(codesOf(withWays(alter('service-web', missing, { Port: 1 })))).toEqual(['way-out-without-resource'])
    expect(codesOf(withWays(alter('service-web', other, { DelaySeconds: 1 })))).toEqual(['way-out-of-other-type'])
  })

  it('does not compile for a property or a value that the type does not have', () => {
    // @ts-expect-error a target group has no such property
    alter('service-web', group, { HealthCheckIntervall: 5 })
    // @ts-expect-error a target group's port is a number
    alter('service-web', group, { Port: 'http' })
    // @ts-expect-error there is no such stack
    alter('netwrok', group, { Port: 80 })
  })
})

describe('an own stack', () => {
  const jobs = ownStack('jobs', {
    needs: ['network', 'cluster'],
    build: ({ network, cluster }, { prefix }) => ({
      template: template({
        description: 'Jobs',
        resources: [
          queue,
          resource('Workers', 'AWS::EC2::SecurityGroup', {
            GroupDescription: `${prefix} workers`,
            VpcId: network.vpcId,
            SecurityGroupEgress: [{ IpProtocol: '-1', DestinationSecurityGroupId: cluster.tasksSecurityGroup }],
          }),
        ],
      }),
      exports: { queueArn: queue.att('Arn') },
    }),
  })

  it('imports what ours export and comes after those it needs', () => {
    const stacks = stacksFor(withWays(jobs))
    const own = stackNamed(stacks, 'jobs')
    expect(propertiesOf(own, 'Workers').VpcId).toEqual({ 'Fn::ImportValue': 'hello-production-network-vpcId' })
    expect(own.needs.map((each) => each.id)).toEqual(['network', 'cluster'])
    expect(stacks.indexOf(own)).toBeGreaterThan(stacks.indexOf(stackNamed(stacks, 'cluster')))
    for (const needed of own.needs) expect(stacks).toContain(needed)
  })

  it('can be needed by an own stack after it', () => {
    const readers = rawTemplate('readers', {
      template: template({ description: 'Readers', resources: [resource('Topic', 'AWS::SNS::Topic', {})] }),
    })
    const d = withWays(jobs, { ...readers, needs: ['jobs'] })
    expect(stackNamed(stacksFor(d), 'readers').needs.map((each) => each.id)).toEqual(['jobs'])
  })

  it('cannot have the name of one of ours, nor need one that is not there', () => {
    const empty = template({ description: 'None', resources: [] })
    expect(codesOf(withWays(rawTemplate('network', { template: empty })))).toEqual(['way-out-taken'])
    expect(codesOf(withWays(rawTemplate('legacy', { template: empty, after: ['database'] })))).toEqual([
      'way-out-without-stack',
    ])
  })
})

describe('a raw template', () => {
  it('is deployed as it is, after the stacks it names, with its parameters', () => {
    const body = {
      AWSTemplateFormatVersion: '2010-09-09',
      Parameters: { Stage: { Type: 'String' } },
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: sub`topic` } } },
    } as const
    const d = withWays(rawTemplate('legacy', { template: body, after: ['network'], parameters: { Stage: 'x' } }))
    const made = stackNamed(stacksFor(d), 'legacy')
    expect(made.template).toEqual(body)
    expect(made.parameters).toEqual({ Stage: 'x' })
    expect(made.needs.map((each) => each.id)).toEqual(['network'])
  })
})

describe('without a way out', () => {
  it('no resource carries the mark', () => {
    expect(JSON.stringify(stacksFor(withWays()))).not.toContain(mark)
  })
})
