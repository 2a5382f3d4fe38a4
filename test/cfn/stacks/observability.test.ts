import { describe, expect, it } from 'vitest'
import { edgeStacksOf } from '#cfn/generate.ts'
import { delivery, existingPostgres, github, image, observability, postgres, service } from '#model'
import { propertiesOf, resourcesOf, smallest, stackNamed, stacksFor } from './deliveries.ts'
import { canada, everything, virginia } from './everything.ts'
import { at, listAt } from './look.ts'

const stack = stackNamed(stacksFor(everything(), canada), 'observability')

describe('observability', () => {
  it('is not made unless it is asked for', () => {
    expect(stacksFor(smallest()).map(({ id }) => id)).not.toContain('observability')
  })

  it('tells people of everything that goes wrong, and of its end', () => {
    expect(propertiesOf(stack, 'Alarms').Subscription).toEqual([{ Protocol: 'email', Endpoint: 'ops@example.com' }])
    const alarms = resourcesOf(stack, 'AWS::CloudWatch::Alarm')
    for (const [, { Properties }] of alarms)
      expect(Properties).toMatchObject({ AlarmActions: [{ Ref: 'Alarms' }], OKActions: [{ Ref: 'Alarms' }] })
    expect(alarms.map(([id]) => id)).toEqual(
      expect.arrayContaining(['ServerErrors', 'Latency', 'ApiCpu', 'ApiUnhealthy', 'CruddurStorage', 'NotifyErrors']),
    )
  })

  it('takes no requests for no trouble', () => {
    for (const [, { Properties }] of resourcesOf(stack, 'AWS::CloudWatch::Alarm'))
      expect(Properties?.TreatMissingData).toBe('notBreaching')
  })

  it('watches the database that its host names', () => {
    expect(propertiesOf(stack, 'CruddurStorage').Dimensions).toEqual([
      {
        Name: 'DBInstanceIdentifier',
        Value: {
          'Fn::Select': [0, { 'Fn::Split': ['.', { 'Fn::ImportValue': 'cruddur-production-database-cruddur-host' }] }],
        },
      },
    ])
  })

  it('watches a cluster of Aurora as one, and no database that someone else made', () => {
    const aurora = postgres('aurora', { serverless: { min: 0.5, max: 4 } })
    const legacy = existingPostgres('legacy', {
      host: 'legacy.abc.ca-central-1.rds.amazonaws.com',
      port: 5432,
      secretArn: 'arn:aws:secretsmanager:ca-central-1:111111111111:secret:legacy-AbCdEf',
      securityGroup: 'sg-0a1b2c3d',
    })
    const d = delivery({
      name: 'hello',
      repo: github('acme/hello'),
      environments: [canada],
      services: [
        service('web', {
          image: image('.'),
          port: 3000,
          health: '/health',
          uses: [aurora.connect(), legacy.connect()],
        }),
      ],
      observability: observability(),
    })
    const watching = stackNamed(stacksFor(d, canada), 'observability')
    const names = resourcesOf(watching, 'AWS::CloudWatch::Alarm').map(([id]) => id)
    expect(names.filter((id) => /Storage|DatabaseCpu/.test(id))).toEqual(['AuroraDatabaseCpu'])
    expect(at(propertiesOf(watching, 'AuroraDatabaseCpu'), 'Dimensions', 0, 'Name')).toBe('DBClusterIdentifier')
  })

  it('draws a dashboard that is JSON once its values are in', () => {
    const [given, values] = listAt(propertiesOf(stack, 'Dashboard'), 'DashboardBody', 'Fn::Sub')
    const text = String(given)
    const filled = text.replace(/\$\{[^}]+\}/g, 'x')
    expect(JSON.parse(filled).widgets.length).toBeGreaterThan(3)
    const named = [...text.matchAll(/\$\{([^}:]+)\}/g)].map(([, name]) => String(name).split('.')[0])
    const known = new Set([...Object.keys(values ?? {}), ...Object.keys(stack.template.Resources)])
    expect(named.filter((name) => !known.has(String(name)))).toEqual([])
  })

  it('lets only alarms of this account write to the topic', () => {
    expect(at(propertiesOf(stack, 'AlarmsPolicy'), 'PolicyDocument', 'Statement', 0)).toMatchObject({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    })
  })
})

describe('the budget', () => {
  const budget = stackNamed(stacksFor(everything(), canada), 'billing')

  it('tells when parts are spent and when the whole is forecast', () => {
    const notices = listAt(propertiesOf(budget, 'Budget'), 'NotificationsWithSubscribers').map(
      ({ Notification }) => `${at(Notification, 'NotificationType')} ${at(Notification, 'Threshold')}`,
    )
    expect(notices).toEqual(['ACTUAL 80', 'ACTUAL 100', 'FORECASTED 100'])
  })

  it('has its alarm where CloudWatch knows what is spent, and nowhere else', () => {
    expect(resourcesOf(budget, 'AWS::CloudWatch::Alarm')).toEqual([])
    const there = stackNamed(edgeStacksOf(everything(), canada), 'billing')
    expect(propertiesOf(there, 'EstimatedCharges')).toMatchObject({
      Namespace: 'AWS/Billing',
      TreatMissingData: 'notBreaching',
    })
    const virginian = stackNamed(stacksFor(everything([virginia]), virginia), 'billing')
    expect(resourcesOf(virginian, 'AWS::CloudWatch::Alarm')).toHaveLength(1)
  })
})

describe('a machine user', () => {
  const users = stackNamed(stacksFor(everything(), canada), 'machine-user')

  it('may do what it uses and has no key in the template', () => {
    const [statement] = listAt(propertiesOf(users, 'Reporting'), 'Policies', 0, 'PolicyDocument', 'Statement')
    expect(statement?.Action).toContain('dynamodb:Query')
    expect(statement?.Action).not.toContain('dynamodb:PutItem')
    expect(resourcesOf(users, 'AWS::IAM::AccessKey')).toEqual([])
  })

  it('says how its key is replaced', () => {
    expect(JSON.stringify(users.template.Resources.Reporting?.Metadata)).toContain('create-access-key')
  })

  it('is not made unless it is asked for', () => {
    expect(stacksFor(smallest()).map(({ id }) => id)).not.toContain('machine-user')
  })
})
