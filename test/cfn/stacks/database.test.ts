import { describe, expect, it } from 'vitest'
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
      `postgres${propertiesOf(stack, 'CruddurMain').EngineVersion.split('.')[0]}`,
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
