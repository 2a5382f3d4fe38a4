import { describe, expect, it } from 'vitest'
import { appSpecOf } from '#cfn/stacks/app-spec.ts'
import { calledFirst } from '#cfn/stacks/service-connect.ts'
import { environment, image, type Service, service } from '#model'
import { everything, production, shared, staging } from './choices.ts'
import { propertiesOf, smallest, stackNamed, stacksFor, statementsIn } from './deliveries.ts'
import { at, listAt } from './look.ts'

const d = everything()
const named = (name: string): Service => {
  const found = d.services.find((each) => each.name === name)
  if (!found) throw new Error(`no service ${name}`)
  return found
}
const here = stacksFor(d, production)
const there = stacksFor(d, staging)
const containersOf = (stack: (typeof here)[number]) =>
  listAt(propertiesOf(stack, 'TaskDefinition'), 'ContainerDefinitions')
const actionsOf = (stack: (typeof here)[number], role: string) =>
  statementsIn(stack)
    .filter((each) => each.logicalId === role)
    .flatMap((each) => each.Action)

describe('a service of one environment', () => {
  it('has what the environment says otherwise, and what all have elsewhere', () => {
    expect(propertiesOf(stackNamed(here, 'service-mail'), 'TaskDefinition')).toMatchObject({
      Cpu: '512',
      Memory: '1024',
    })
    expect(propertiesOf(stackNamed(there, 'service-mail'), 'TaskDefinition')).toMatchObject({
      Cpu: '256',
      Memory: '512',
    })
  })
})

describe('Fargate Spot', () => {
  it('takes all tasks beyond those that are never interrupted', () => {
    const running = propertiesOf(stackNamed(here, 'service-mail'), 'Service')
    expect(running.CapacityProviderStrategy).toEqual([
      { CapacityProvider: 'FARGATE', Base: 1, Weight: 0 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
    ])
    expect(running).not.toHaveProperty('LaunchType')
    expect(propertiesOf(stackNamed(there, 'service-mail'), 'Service').LaunchType).toBe('FARGATE')
  })
})

describe('the X-Ray daemon', () => {
  const billing = stackNamed(here, 'service-billing')

  it('stands beside the container, pinned, not essential, with a log stream of its own', () => {
    const [, daemon] = containersOf(billing)
    expect(daemon).toMatchObject({
      Name: 'xray',
      Essential: false,
      PortMappings: [{ ContainerPort: 2000, Protocol: 'udp' }],
    })
    expect(daemon?.Image).toMatch(/:\d+\.\d+\.\d+$/)
    expect(at(daemon, 'LogConfiguration', 'Options', 'awslogs-stream-prefix')).toBe('xray')
  })

  it('may send traces, and is gone where an environment turns it off', () => {
    expect(actionsOf(billing, 'TaskRole')).toContain('xray:PutTraceSegments')
    expect(containersOf(stackNamed(there, 'service-billing'))).toHaveLength(1)
    expect(actionsOf(stackNamed(there, 'service-billing'), 'TaskRole')).not.toContain('xray:PutTraceSegments')
  })
})

describe('executing commands', () => {
  it('takes the session, the key and the log of the cluster, and nothing where the cluster is another’s', () => {
    const reports = stackNamed(here, 'service-reports')
    expect(propertiesOf(reports, 'Service').EnableExecuteCommand).toBe(true)
    expect(actionsOf(reports, 'TaskRole')).toEqual(
      expect.arrayContaining(['ssmmessages:OpenDataChannel', 'kms:Decrypt']),
    )
    expect(actionsOf(stackNamed(stacksFor(d, shared), 'service-reports'), 'TaskRole')).not.toContain('kms:Decrypt')
    expect(actionsOf(stackNamed(here, 'service-mail'), 'TaskRole')).toEqual(['sts:AssumeRole'])
  })
})

describe('services that call each other', () => {
  it('give the caller the address and the called a name on its port', () => {
    const web = stackNamed(here, 'service-web')
    expect(at(containersOf(web), 0, 'Environment')).toContainEqual({ Name: 'ORDERS_URL', Value: 'http://orders:4000' })
    expect(propertiesOf(web, 'Service').ServiceConnectConfiguration).not.toHaveProperty('Services')
    const orders = stackNamed(here, 'service-orders')
    expect(at(containersOf(orders), 0, 'PortMappings', 0)).toMatchObject({ Name: 'orders', AppProtocol: 'http' })
    expect(at(propertiesOf(orders, 'Service'), 'ServiceConnectConfiguration', 'Services')).toEqual([
      { PortName: 'orders', DiscoveryName: 'orders', ClientAliases: [{ DnsName: 'orders', Port: 4000 }] },
    ])
    expect(propertiesOf(stackNamed(here, 'service-mail'), 'Service')).not.toHaveProperty('ServiceConnectConfiguration')
  })
})

describe('calledFirst', () => {
  const of = (id: string, calls: readonly Service[] = []) =>
    service(id, { image: image(id), port: 3000, health: '/', calls })

  it('places each service after those it calls, and leaves the others as they are', () => {
    const orders = of('orders')
    const stock = of('stock', [orders])
    const web = of('web', [stock, orders])
    const mail = of('mail')
    expect(calledFirst([web, mail, stock, orders])).toEqual([orders, stock, web, mail])
  })

  it('is the order in which the stacks need each other', () => {
    const web = stackNamed(here, 'service-web')
    expect(web.needs.map((each) => each.id)).toContain('service-orders')
    expect(here.indexOf(web)).toBeGreaterThan(here.indexOf(stackNamed(here, 'service-orders')))
  })
})

describe('plain variables', () => {
  it('stand in the environment of the container', () => {
    const [container] = containersOf(stackNamed(here, 'service-web'))
    expect(container?.Environment).toContainEqual({ Name: 'LOG_LEVEL', Value: 'info' })
  })
})

describe('signing in to a database with a token', () => {
  const web = stackNamed(here, 'service-web')

  it('tells the program its user and no password, and lets it connect as that user only', () => {
    const [container] = containersOf(web)
    expect(container?.Environment).toContainEqual({ Name: 'PGUSER', Value: 'web' })
    expect(container).not.toHaveProperty('Secrets')
    expect(actionsOf(web, 'ExecutionRole')).not.toContain('secretsmanager:GetSecretValue')
    const allowed = statementsIn(web).find((each) => each.Action.includes('rds-db:connect'))
    expect(allowed?.logicalId).toBe('TaskRole')
    expect(JSON.stringify(allowed?.Resource)).toContain('/web')
  })
})

describe('scaling', () => {
  const web = stackNamed(here, 'service-web')

  it('follows memory and the clock where asked for', () => {
    expect(propertiesOf(web, 'ScaleByMemory').TargetTrackingScalingPolicyConfiguration).toMatchObject({
      TargetValue: 70,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
    })
    expect(propertiesOf(web, 'ScalableTarget').ScheduledActions).toEqual([
      {
        ScheduledActionName: 'schedule-1',
        Schedule: 'cron(0 7 ? * MON-FRI *)',
        Timezone: 'Europe/Paris',
        ScalableTargetAction: { MinCapacity: 4, MaxCapacity: 20 },
      },
    ])
    expect(propertiesOf(stackNamed(stacksFor(smallest()), 'service-web'), 'ScalableTarget')).not.toHaveProperty(
      'ScheduledActions',
    )
  })
})

describe('appSpecOf', () => {
  it('names the container and the port of the service, the placeholder CodePipeline fills, and the hooks', () => {
    const file = appSpecOf(production, named('billing'))
    expect(file?.path).toBe('pipelines/out/production.billing.appspec.yaml')
    expect(file?.text.split('\n').slice(1)).toEqual([
      'version: 0.0',
      'Resources:',
      '  - TargetService:',
      '      Type: AWS::ECS::Service',
      '      Properties:',
      '        TaskDefinition: "<TASK_DEFINITION>"',
      '        LoadBalancerInfo:',
      '          ContainerName: billing',
      '          ContainerPort: 4003',
      'Hooks:',
      '  - AfterAllowTraffic: arn:aws:lambda:ca-central-1:111111111111:function:verify',
      '',
    ])
  })

  it('is nothing for a service that ECS deploys', () => {
    expect(appSpecOf(environment('a', { account: '1', region: 'b' }), named('web'))).toBeUndefined()
  })
})
