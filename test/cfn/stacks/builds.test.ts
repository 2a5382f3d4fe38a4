import { describe, expect, it } from 'vitest'
import { cruddur, propertiesOf, stackNamed, stacksFor, statementsIn, withoutDatabase } from './deliveries.ts'
import { at, listAt } from './look.ts'

const nestedOf = (d: ReturnType<typeof cruddur>) => {
  const [nested] = stackNamed(stacksFor(d), 'cicd').nested
  if (!nested) throw new Error('no nested template')
  return nested
}
const builds = nestedOf(cruddur())
const image = propertiesOf(builds, 'ApiImageProject')
const migrate = propertiesOf(builds, 'ApiMigrateProject')

describe('a CodeBuild project', () => {
  it('reads the generated buildspec, with the pipeline on both sides', () => {
    expect(image).toMatchObject({
      Name: 'cruddur-production-api-image',
      Source: { Type: 'CODEPIPELINE', BuildSpec: 'buildspecs/out/api-image.yml' },
      Artifacts: { Type: 'CODEPIPELINE' },
      ServiceRole: { 'Fn::GetAtt': ['ApiImageRole', 'Arn'] },
    })
  })

  it('has the Docker daemon only when it asks for it', () => {
    expect(at(image, 'Environment', 'PrivilegedMode')).toBe(true)
    expect(at(migrate, 'Environment', 'PrivilegedMode')).toBe(false)
    expect(migrate).not.toHaveProperty('Cache')
  })

  it('runs beside the tasks only when it asks for it', () => {
    expect(image).not.toHaveProperty('VpcConfig')
    expect(migrate.VpcConfig).toEqual({
      VpcId: { 'Fn::ImportValue': 'cruddur-production-network-vpcId' },
      Subnets: ['A', 'B', 'C'].map((zone) => ({
        'Fn::ImportValue': `cruddur-production-network-privateSubnet${zone}`,
      })),
      SecurityGroupIds: [{ 'Fn::ImportValue': 'cruddur-production-cluster-tasksSecurityGroup' }],
    })
  })

  it('is told secrets by where they lie, never by what they are', () => {
    const typeOf = (name: string) =>
      listAt(migrate, 'Environment', 'EnvironmentVariables').find(({ Name }) => Name === name)?.Type
    expect(typeOf('PGHOST')).toBe('PLAINTEXT')
    expect(typeOf('PGPASSWORD')).toBe('SECRETS_MANAGER')
    expect(typeOf('OTEL_HEADERS')).toBe('SECRETS_MANAGER')
  })

  it('builds on the processor that the image is for', () => {
    const others = nestedOf(withoutDatabase())
    expect(at(propertiesOf(others, 'ReaderImageProject'), 'Environment', 'Type')).toBe('ARM_CONTAINER')
    expect(at(propertiesOf(others, 'WriterImageProject'), 'Environment', 'Type')).toBe('LINUX_CONTAINER')
  })

  it('does not wait or run for ever', () => {
    expect(image).toMatchObject({ TimeoutInMinutes: 30, QueuedTimeoutInMinutes: 60 })
  })
})

describe('the role of a project', () => {
  const of = (logicalId: string) =>
    statementsIn(builds).filter((each) => each.logicalId === logicalId && each.Effect === 'Allow')

  it('may what the build does and no more', () => {
    const actions = (logicalId: string) => of(logicalId).flatMap((each) => each.Action)
    expect(actions('ApiImageRole')).toContain('ecr:PutImage')
    expect(actions('ApiImageRole')).not.toContain('secretsmanager:GetSecretValue')
    expect(actions('ApiMigrateRole')).toContain('secretsmanager:GetSecretValue')
    expect(actions('ApiMigrateRole')).not.toContain('ecr:PutImage')
  })

  it('reaches the network only when the build runs in the VPC', () => {
    const ec2 = (logicalId: string) =>
      of(logicalId)
        .flatMap((each) => each.Action)
        .filter((each) => each.startsWith('ec2:'))
    expect(ec2('ApiImageRole')).toEqual([])
    expect(ec2('ApiMigrateRole')).toContain('ec2:CreateNetworkInterfacePermission')
  })

  it('makes reports under the name of its project only, and only when its buildspec reports', () => {
    expect(JSON.stringify(of('ApiMigrateRole'))).not.toContain('codebuild:CreateReport')
    expect(of('ApiImageRole').find((each) => each.Action.includes('codebuild:CreateReport'))?.Resource).toEqual({
      'Fn::Sub':
        'arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}:report-group/cruddur-production-api-image-*',
    })
  })
})
