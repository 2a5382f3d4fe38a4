import { describe, expect, it } from 'vitest'
import { statementsOf, statementsOfAll } from '#cfn/stacks/grants.ts'
import type { Grant, Service, Site } from '#model'
import { cruddur, layersOf, production } from './deliveries.ts'

const d = cruddur()
const where = { delivery: d, environment: production, layers: layersOf(d) }
const [to] = d.services as [Service]
const [site] = d.sites as [Site]
const grantedBy = (grant: Grant) => statementsOf(grant, where)
const actionsOf = (grant: Grant) => grantedBy(grant).flatMap((each) => each.Action)

describe('a grant', () => {
  it('to push an image allows it for the one repository', () => {
    const [token, push] = grantedBy({ may: 'push-image', to })
    expect(token).toEqual({ Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' })
    expect(push?.Action).toContain('ecr:PutImage')
    expect(push?.Resource).toEqual({ 'Fn::ImportValue': 'cruddur-production-registry-api-repository-arn' })
  })

  it('to pull an image allows no push', () => {
    expect(actionsOf({ may: 'pull-image', to }).filter((each) => /Put|Upload/.test(each))).toEqual([])
  })

  it('to deploy an image passes the roles of the service, to ECS only', () => {
    const pass = grantedBy({ may: 'deploy-image', to }).find((each) => each.Action.includes('iam:PassRole'))
    expect(pass).toEqual({
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [
        { 'Fn::ImportValue': 'cruddur-production-service-api-taskRoleArn' },
        { 'Fn::ImportValue': 'cruddur-production-service-api-executionRoleArn' },
      ],
      Condition: { StringEquals: { 'iam:PassedToService': ['ecs.amazonaws.com', 'ecs-tasks.amazonaws.com'] } },
    })
    expect(actionsOf({ may: 'deploy-image', to })).toContain('ecs:TagResource')
  })

  it('to record an image writes the one parameter', () => {
    expect(grantedBy({ may: 'record-image', to })).toEqual([
      {
        Effect: 'Allow',
        Action: ['ssm:PutParameter'],
        Resource: {
          'Fn::Sub': [
            'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${parameter}',
            { parameter: { 'Fn::ImportValue': 'cruddur-production-registry-api-image-parameter' } },
          ],
        },
      },
    ])
  })

  it('to read a table writes nothing', () => {
    const table = d.tables[0] as never
    expect(actionsOf({ may: 'read', to: table }).filter((each) => /Put|Update|Delete|Write/.test(each))).toEqual([])
    expect(actionsOf({ may: 'read-write', to: table })).toEqual(
      expect.arrayContaining([...actionsOf({ may: 'read', to: table }), 'dynamodb:PutItem']),
    )
  })

  it('to fill a site reaches its bucket and its distribution, and no other', () => {
    const statements = grantedBy({ may: 'sync-site', to: site })
    expect(JSON.stringify(statements)).not.toContain('"*"')
    expect(statements.map((each) => each.Resource)).toEqual([
      { 'Fn::ImportValue': 'cruddur-production-site-web-bucketArn' },
      {
        'Fn::Sub': ['${bucketArn}/*', { bucketArn: { 'Fn::ImportValue': 'cruddur-production-site-web-bucketArn' } }],
      },
      {
        'Fn::Sub':
          'arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/cruddur-production-site-web/*',
      },
      {
        'Fn::Sub': [
          'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${distributionId}',
          { distributionId: { 'Fn::ImportValue': 'cruddur-production-site-web-distributionId' } },
        ],
      },
    ])
  })
})

describe('statementsOfAll', () => {
  it('says each thing once, and puts resources of the same actions together', () => {
    const grants: readonly Grant[] = [
      { may: 'pull-image', to },
      { may: 'push-image', to },
      { may: 'connect', to: d.databases[0] as never },
      { may: 'read', to: d.secrets[0] as never },
      { may: 'read', to: d.secrets[0] as never },
    ]
    const statements = statementsOfAll(grants, where)
    expect(statements.filter((each) => each.Resource === '*')).toHaveLength(1)
    expect(statements.find((each) => each.Action.includes('secretsmanager:GetSecretValue'))?.Resource).toEqual([
      { 'Fn::ImportValue': 'cruddur-production-database-cruddur-main-secret-arn' },
      { 'Fn::ImportValue': 'cruddur-production-secrets-otel-headers-secret-arn' },
    ])
  })

  it('keeps apart what stands under different conditions', () => {
    const table = d.tables[0] as never
    expect(
      statementsOfAll(
        [
          { may: 'read', to: table },
          { may: 'read-write', to: table },
        ],
        where,
      ),
    ).toHaveLength(2)
  })
})
