const { CfnDeletionPolicy, Stack, aws_ec2: ec2, aws_rds: rds } = require('aws-cdk-lib')

class Database extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { network, cluster } = props
    const subnets = new rds.CfnDBSubnetGroup(this, 'Subnets', {
      dbSubnetGroupDescription: 'Private subnets',
      subnetIds: network.privateSubnets,
    })
    const group = new ec2.CfnSecurityGroup(this, 'SecurityGroup', {
      groupDescription: 'Databases: PostgreSQL from tasks and from builds that run beside them',
      vpcId: network.vpcId,
      securityGroupIngress: [
        {
          ipProtocol: 'tcp',
          fromPort: 5432,
          toPort: 5432,
          sourceSecurityGroupId: cluster.tasks.ref,
          description: 'PostgreSQL from tasks',
        },
      ],
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '127.0.0.1/32', description: 'Nothing' }],
    })
    const parameters = new rds.CfnDBParameterGroup(this, 'Parameters', {
      family: 'postgres18',
      description: 'Refuses connections without TLS',
      parameters: { 'rds.force_ssl': '1' },
    })
    this.cruddur = new rds.CfnDBInstance(this, 'Cruddur', {
      engine: 'postgres',
      engineVersion: '18',
      autoMinorVersionUpgrade: true,
      dbInstanceClass: 'db.t4g.micro',
      dbName: 'cruddur',
      port: '5432',
      masterUsername: 'launchway',
      manageMasterUserPassword: true,
      allocatedStorage: '20',
      storageType: 'gp3',
      storageEncrypted: true,
      multiAz: false,
      backupRetentionPeriod: 7,
      copyTagsToSnapshot: true,
      deletionProtection: true,
      publiclyAccessible: false,
      enableCloudwatchLogsExports: ['postgresql', 'upgrade'],
      dbSubnetGroupName: subnets.ref,
      dbParameterGroupName: parameters.ref,
      vpcSecurityGroups: [group.ref],
    })
    this.cruddur.cfnOptions.deletionPolicy = CfnDeletionPolicy.SNAPSHOT
    this.cruddur.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.SNAPSHOT
    this.secretArn = this.cruddur.attrMasterUserSecretSecretArn
  }
}

module.exports = { Database }
