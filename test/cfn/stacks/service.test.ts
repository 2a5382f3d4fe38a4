import { describe, expect, it } from 'vitest'
import { cruddur, propertiesOf, smallest, stackNamed, stacksFor, withoutDatabase } from './deliveries.ts'
import { at, listAt } from './look.ts'

const stack = stackNamed(stacksFor(cruddur()), 'service-api')
const task = propertiesOf(stack, 'TaskDefinition')
const [container] = listAt(task, 'ContainerDefinitions')
const running = propertiesOf(stack, 'Service')

describe('a service', () => {
  it('is called the same in its task definition and behind its load balancer', () => {
    expect(task.ContainerDefinitions).toHaveLength(1)
    expect(container).toMatchObject({ Name: 'api', Essential: true, PortMappings: [{ ContainerPort: 4567 }] })
    expect(running.LoadBalancers).toEqual([
      { ContainerName: 'api', ContainerPort: 4567, TargetGroupArn: { Ref: 'TargetGroup' } },
    ])
  })

  it('runs the image that the pipeline recorded, read anew at each update', () => {
    expect(stack.template.Parameters?.Image).toMatchObject({
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/cruddur/production/api/image',
    })
    expect(container?.Image).toEqual({
      'Fn::If': ['HasImage', { Ref: 'Image' }, 'public.ecr.aws/docker/library/busybox:stable'],
    })
  })

  it('has no task before its first image, and leaves their number alone after it', () => {
    expect(running.DesiredCount).toEqual({ 'Fn::If': ['HasImage', { Ref: 'AWS::NoValue' }, 0] })
    expect(stack.template.Conditions?.HasImage).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Image' }, 'none'] }],
    })
  })

  it('rolls back by itself when new tasks do not become healthy', () => {
    expect(running.DeploymentConfiguration).toEqual({
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
    })
    expect(running.HealthCheckGracePeriodSeconds).toBeGreaterThan(0)
  })

  it('runs in private subnets, without an address of its own', () => {
    expect(at(running, 'NetworkConfiguration', 'AwsvpcConfiguration')).toEqual({
      AssignPublicIp: 'DISABLED',
      Subnets: ['A', 'B', 'C'].map((zone) => ({
        'Fn::ImportValue': `cruddur-production-network-privateSubnet${zone}`,
      })),
      SecurityGroups: [{ 'Fn::ImportValue': 'cruddur-production-cluster-tasksSecurityGroup' }],
    })
  })

  it('waits for the listener rule, since ECS refuses a target group without a load balancer', () => {
    expect(stack.template.Resources.Service?.DependsOn).toEqual(['ListenerRule'])
  })

  it('tells the container what it uses, and secrets only through Secrets Manager', () => {
    expect(listAt(container, 'Environment').map(({ Name }) => Name)).toEqual([
      'PORT',
      'PGHOST',
      'PGPORT',
      'PGDATABASE',
      'PGSSLMODE',
      'MESSAGES_TABLE',
    ])
    expect(container?.Environment).toContainEqual({ Name: 'PGDATABASE', Value: 'cruddur_main' })
    expect(listAt(container, 'Secrets').map(({ Name }) => Name)).toEqual(['PGUSER', 'PGPASSWORD', 'OTEL_HEADERS'])
  })

  it('says nothing of secrets when it reads none', () => {
    const plain = propertiesOf(stackNamed(stacksFor(smallest()), 'service-web'), 'TaskDefinition')
    expect(at(plain, 'ContainerDefinitions', 0)).not.toHaveProperty('Secrets')
    expect(at(plain, 'ContainerDefinitions', 0, 'Environment')).toEqual([{ Name: 'PORT', Value: '3000' }])
  })

  it('runs on the processor its image is built for', () => {
    const stacks = stacksFor(withoutDatabase())
    const processorOf = (id: string) =>
      at(propertiesOf(stackNamed(stacks, id), 'TaskDefinition'), 'RuntimePlatform', 'CpuArchitecture')
    expect(processorOf('service-reader')).toBe('ARM64')
    expect(processorOf('service-writer')).toBe('X86_64')
  })

  it('needs only the stacks whose values it takes', () => {
    expect(stack.needs.map((each) => each.id)).toEqual([
      'network',
      'cluster',
      'registry',
      'database',
      'tables',
      'secrets',
    ])
    expect(stackNamed(stacksFor(smallest()), 'service-web').needs.map((each) => each.id)).toEqual([
      'network',
      'cluster',
      'registry',
    ])
  })
})
