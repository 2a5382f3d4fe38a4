import { describe, expect, it } from 'vitest'
import { cluster } from '#cfn/stacks/cluster.ts'
import { networkOf } from '#cfn/stacks/network.ts'
import type { Environment } from '#model'
import { production as domainEnvironment, everything, shared, staging } from './choices.ts'
import { production, propertiesOf, resourcesOf, stackNamed, stacksFor, withoutDatabase } from './deliveries.ts'
import { at, listAt } from './look.ts'

const d = withoutDatabase()
const stack = cluster(d, production, { network: networkOf(d, production) })

describe('the cluster', () => {
  it('watches its containers', () => {
    expect(propertiesOf(stack, 'Cluster').ClusterSettings).toEqual([{ Name: 'containerInsights', Value: 'enabled' }])
  })

  it('lets the world reach the load balancer on port 80 only', () => {
    const [only, ...others] = listAt(propertiesOf(stack, 'LoadBalancerSecurityGroup'), 'SecurityGroupIngress')
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
    expect(at(propertiesOf(stack, 'Listener'), 'DefaultActions', 0, 'FixedResponseConfig', 'StatusCode')).toBe('404')
  })
})

const choices = everything()
const clusterIn = (e: Environment) => stackNamed(stacksFor(choices, e), 'cluster')

describe('a load balancer with a domain', () => {
  const https = clusterIn(domainEnvironment)

  it('serves over TLS with the certificate of the domain, and redirects what comes over HTTP', () => {
    expect(propertiesOf(https, 'SecureListener')).toMatchObject({
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: { 'Fn::ImportValue': 'shop-production-dns-certificateArn' } }],
    })
    expect(propertiesOf(https, 'SecureListener').SslPolicy).toContain('TLS13')
    expect(propertiesOf(https, 'Listener').DefaultActions).toEqual([
      { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
    ])
    expect(https.template.Outputs?.ListenerArn?.Value).toEqual({ Ref: 'SecureListener' })
  })

  it('answers under that domain', () => {
    expect(propertiesOf(https, 'LoadBalancerRecord')).toMatchObject({ Name: 'cruddur.com', Type: 'A' })
  })

  it('lets both ports in', () => {
    const rules = listAt(propertiesOf(https, 'LoadBalancerSecurityGroup'), 'SecurityGroupIngress')
    expect(rules.map(({ FromPort }) => FromPort)).toEqual([80, 443])
  })
})

describe('an internal load balancer', () => {
  const internal = clusterIn(staging)

  it('stands in the private subnets and lets only the VPC in', () => {
    expect(propertiesOf(internal, 'LoadBalancer').Scheme).toBe('internal')
    expect(at(propertiesOf(internal, 'LoadBalancer'), 'Subnets', 0)).toEqual({
      'Fn::ImportValue': 'shop-staging-network-privateSubnetA',
    })
    for (const rule of listAt(propertiesOf(internal, 'LoadBalancerSecurityGroup'), 'SecurityGroupIngress'))
      expect(rule.CidrIp).toBe('10.20.0.0/18')
  })

  it('takes a certificate that exists', () => {
    expect(propertiesOf(internal, 'SecureListener').Certificates).toEqual([{ CertificateArn: staging.certificate }])
  })
})

describe('a cluster that exists', () => {
  it('is named and not made, in a network that exists', () => {
    const there = clusterIn(shared)
    expect(resourcesOf(there, 'AWS::ECS::Cluster')).toEqual([])
    expect(there.template.Outputs?.ClusterName?.Value).toBe('platform')
    expect(propertiesOf(there, 'LoadBalancer').Subnets).toEqual([
      'subnet-0a1b2c3d4e5f60711',
      'subnet-0a1b2c3d4e5f60712',
    ])
    expect(there.needs).toEqual([])
  })
})

describe('what services ask of a cluster', () => {
  it('is Spot capacity, only where one runs on it', () => {
    expect(propertiesOf(clusterIn(domainEnvironment), 'Cluster').CapacityProviders).toEqual(['FARGATE', 'FARGATE_SPOT'])
    expect(propertiesOf(clusterIn(staging), 'Cluster')).not.toHaveProperty('CapacityProviders')
  })

  it('is a namespace where one calls another, and a way between tasks on the called port', () => {
    const made = clusterIn(staging)
    expect(resourcesOf(made, 'AWS::ServiceDiscovery::HttpNamespace')).toHaveLength(1)
    expect(propertiesOf(made, 'TasksFromTasks4000')).toMatchObject({
      FromPort: 4000,
      SourceSecurityGroupId: { Ref: 'TasksSecurityGroup' },
    })
    expect(resourcesOf(stack, 'AWS::ServiceDiscovery::HttpNamespace')).toEqual([])
  })

  it('is a key and a log for commands that people execute, and nothing of the kind otherwise', () => {
    const made = clusterIn(staging)
    expect(at(propertiesOf(made, 'Cluster'), 'Configuration', 'ExecuteCommandConfiguration')).toEqual({
      KmsKeyId: { 'Fn::GetAtt': ['CommandsKey', 'Arn'] },
      Logging: 'OVERRIDE',
      LogConfiguration: { CloudWatchLogGroupName: { Ref: 'CommandsLog' }, CloudWatchEncryptionEnabled: true },
    })
    expect(propertiesOf(made, 'CommandsKey').EnableKeyRotation).toBe(true)
    expect(propertiesOf(made, 'CommandsLog').KmsKeyId).toEqual({ 'Fn::GetAtt': ['CommandsKey', 'Arn'] })
    expect(resourcesOf(stack, 'AWS::KMS::Key')).toEqual([])
  })
})
