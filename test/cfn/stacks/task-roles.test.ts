import { describe, expect, it } from 'vitest'
import { cruddur, propertiesOf, smallest, stackNamed, stacksFor, statementsIn } from './deliveries.ts'

const stack = stackNamed(stacksFor(cruddur()), 'service-api')
const of = (logicalId: string) => statementsIn(stack).filter((each) => each.logicalId === logicalId && each.Resource)

describe('the roles of a task', () => {
  it('let ECS pull the image, write the log and read exactly the secrets that are used', () => {
    const secrets = of('ExecutionRole').filter((each) => each.Action.includes('secretsmanager:GetSecretValue'))
    expect(secrets.map((each) => each.Resource)).toEqual([
      [
        { 'Fn::ImportValue': 'cruddur-production-database-cruddur-main-secret-arn' },
        { 'Fn::ImportValue': 'cruddur-production-secrets-otel-headers-secret-arn' },
      ],
    ])
    expect(of('ExecutionRole').flatMap((each) => each.Action)).not.toContain('ecr:PutImage')
  })

  it('let the program use the table and its indexes, and read no secret', () => {
    const [only, ...others] = of('TaskRole')
    expect(others).toEqual([])
    expect(only?.Action).toContain('dynamodb:PutItem')
    expect(only?.Action).not.toContain('secretsmanager:GetSecretValue')
    expect(only?.Resource).toEqual([
      { 'Fn::ImportValue': 'cruddur-production-tables-messages-table-arn' },
      {
        'Fn::Sub': ['${arn}/index/*', { arn: { 'Fn::ImportValue': 'cruddur-production-tables-messages-table-arn' } }],
      },
    ])
  })

  it('let a program that uses nothing do nothing', () => {
    const plain = stackNamed(stacksFor(smallest()), 'service-web')
    expect(propertiesOf(plain, 'TaskRole')).not.toHaveProperty('Policies')
  })
})
