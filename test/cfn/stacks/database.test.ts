import { describe, expect, it } from 'vitest'
import type { Environment } from '#model'
import { everything, production, shared, staging } from './choices.ts'
import { cruddur, propertiesOf, stackNamed, stacksFor } from './deliveries.ts'

const stack = stackNamed(stacksFor(cruddur()), 'database')

describe('a database', () => {
  it('is private, encrypted, backed up and protected, and its password is made by RDS', () => {
    const properties = propertiesOf(stack, 'CruddurMain')
    expect(properties).toMatchObject({
      Engine: 'postgres',
      DBName: 'cruddur_main',
      PubliclyAccessible: false,
      StorageEncrypted: true,
      BackupRetentionPeriod: 7,
      DeletionProtection: true,
      ManageMasterUserPassword: true,
    })
    expect(properties).not.toHaveProperty('MasterUserPassword')
    expect(propertiesOf(stack, 'Subnets').SubnetIds).toEqual(
      ['A', 'B', 'C'].map((zone) => ({ 'Fn::ImportValue': `cruddur-production-network-privateSubnet${zone}` })),
    )
  })

  it('leaves a snapshot when it goes and when it is replaced', () => {
    expect(stack.template.Resources.CruddurMain).toMatchObject({
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
    })
  })

  it('refuses connections without TLS', () => {
    expect(propertiesOf(stack, 'Parameters').Parameters).toEqual({ 'rds.force_ssl': '1' })
    expect(propertiesOf(stack, 'CruddurMain').DBParameterGroupName).toEqual({ Ref: 'Parameters' })
  })

  it('takes the parameter family of its engine version', () => {
    expect(propertiesOf(stack, 'Parameters').Family).toBe(
      `postgres${String(propertiesOf(stack, 'CruddurMain').EngineVersion).split('.')[0]}`,
    )
  })

  it('is reached by tasks only, on its own port', () => {
    expect(propertiesOf(stack, 'SecurityGroup').SecurityGroupIngress).toEqual([
      {
        IpProtocol: 'tcp',
        FromPort: 5432,
        ToPort: 5432,
        SourceSecurityGroupId: { 'Fn::ImportValue': 'cruddur-production-cluster-tasksSecurityGroup' },
        Description: 'PostgreSQL from tasks',
      },
    ])
  })

  it('exports where it listens and where its credentials lie', () => {
    expect(Object.keys(stack.exports)).toEqual(['cruddur-main-host', 'cruddur-main-port', 'cruddur-main-secret-arn'])
  })
})

const choices = everything()
const databaseIn = (e: Environment) => stackNamed(stacksFor(choices, e), 'database')

describe('a serverless database', () => {
  const stack = databaseIn(staging)

  it('is an Aurora cluster whose capacity moves between what was said', () => {
    expect(propertiesOf(stack, 'Main')).toMatchObject({
      Engine: 'aurora-postgresql',
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
      StorageEncrypted: true,
      ManageMasterUserPassword: true,
      DeletionProtection: true,
    })
    expect(stack.template.Resources.Main).toMatchObject({ DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' })
    expect(propertiesOf(stack, 'MainWriter')).toMatchObject({
      DBInstanceClass: 'db.serverless',
      PubliclyAccessible: false,
    })
  })

  it('refuses connections without TLS', () => {
    expect(propertiesOf(stack, 'AuroraParameters').Parameters).toEqual({ 'rds.force_ssl': '1' })
    expect(propertiesOf(stack, 'Main').DBClusterParameterGroupName).toEqual({ Ref: 'AuroraParameters' })
    expect(stack.template.Resources).not.toHaveProperty('Parameters')
  })
})

describe('a database of one environment', () => {
  it('has what that environment says, under the same exports', () => {
    expect(propertiesOf(databaseIn(production), 'Main')).toMatchObject({
      MultiAZ: true,
      DBInstanceClass: 'db.m7g.large',
    })
    expect(propertiesOf(databaseIn(shared), 'Main')).toMatchObject({ MultiAZ: false, DBInstanceClass: 'db.t4g.micro' })
    const keys = (e: Environment) => Object.keys(databaseIn(e).exports).sort()
    expect(keys(staging)).toEqual(keys(production))
  })
})

describe('IAM authentication', () => {
  it('is on where asked for, and exports what IAM calls the database', () => {
    const stack = databaseIn(production)
    expect(propertiesOf(stack, 'Main').EnableIAMDatabaseAuthentication).toBe(true)
    expect(stack.template.Outputs?.MainResourceId?.Value).toEqual({ 'Fn::GetAtt': ['Main', 'DbiResourceId'] })
  })
})

describe('a database that exists', () => {
  const stack = databaseIn(production)

  it('gets a rule that lets our tasks in, and nothing else', () => {
    expect(propertiesOf(stack, 'LegacyFromTasks')).toMatchObject({
      GroupId: 'sg-0a1b2c3d4e5f60719',
      FromPort: 5433,
      SourceSecurityGroupId: { 'Fn::ImportValue': 'shop-production-cluster-tasksSecurityGroup' },
    })
    expect(Object.keys(stack.template.Resources).filter((id) => id.startsWith('Legacy'))).toEqual(['LegacyFromTasks'])
  })

  it('exports what was said of it', () => {
    expect(stack.template.Outputs?.LegacyPort?.Value).toBe('5433')
    expect(stack.template.Outputs?.LegacySecretArn?.Value).toContain(':secret:legacy-')
  })
})
