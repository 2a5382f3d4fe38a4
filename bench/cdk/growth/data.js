const {
  CfnDeletionPolicy,
  Duration,
  RemovalPolicy,
  Stack,
  aws_dynamodb: dynamodb,
  aws_ec2: ec2,
  aws_ecr: ecr,
  aws_rds: rds,
  aws_secretsmanager: secretsmanager,
  aws_ssm: ssm,
} = require('aws-cdk-lib')

class Registry extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const all = props.services.map(({ name }) => [name, this.repository(name, props.prefix.replace('-', '/'))])
    this.of = Object.fromEntries(all)
  }

  repository(name, path) {
    const repository = new ecr.Repository(this, `${name}Repository`, {
      repositoryName: `${path}/${name}`,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: ecr.RepositoryEncryption.AES_256,
      lifecycleRules: [
        { rulePriority: 1, tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(7) },
        { rulePriority: 2, tagStatus: ecr.TagStatus.ANY, maxImageCount: 100 },
      ],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    const image = new ssm.StringParameter(this, `${name}Image`, {
      parameterName: `/${path}/${name}/image`,
      stringValue: 'none',
    })
    return { repository, image }
  }
}

class Databases extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { network, cluster, teams } = props
    const subnets = new rds.CfnDBSubnetGroup(this, 'Subnets', {
      dbSubnetGroupDescription: 'Private subnets',
      subnetIds: network.privateSubnets,
    })
    const group = new ec2.CfnSecurityGroup(this, 'SecurityGroup', {
      groupDescription: 'Databases: PostgreSQL from tasks and from builds that run beside them',
      vpcId: network.vpcId,
      securityGroupIngress: [
        { ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, sourceSecurityGroupId: cluster.tasks.ref },
      ],
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '127.0.0.1/32', description: 'Nothing' }],
    })
    const parameters = new rds.CfnDBParameterGroup(this, 'Parameters', {
      family: 'postgres18',
      description: 'Refuses connections without TLS',
      parameters: { 'rds.force_ssl': '1' },
    })
    this.of = teams.map(({ team }) => {
      const made = new rds.CfnDBInstance(this, `Main${team}`, {
        engine: 'postgres',
        engineVersion: '18',
        autoMinorVersionUpgrade: true,
        dbInstanceClass: 'db.t4g.micro',
        dbName: `main_${team}`,
        port: '5432',
        masterUsername: 'launchway',
        manageMasterUserPassword: true,
        allocatedStorage: '20',
        storageType: 'gp3',
        storageEncrypted: true,
        backupRetentionPeriod: 7,
        copyTagsToSnapshot: true,
        deletionProtection: true,
        publiclyAccessible: false,
        enableCloudwatchLogsExports: ['postgresql', 'upgrade'],
        dbSubnetGroupName: subnets.ref,
        dbParameterGroupName: parameters.ref,
        vpcSecurityGroups: [group.ref],
      })
      made.cfnOptions.deletionPolicy = CfnDeletionPolicy.SNAPSHOT
      made.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.SNAPSHOT
      return made
    })
  }
}

const text = (name) => ({ name, type: dynamodb.AttributeType.STRING })

class Tables extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    this.of = props.teams.map(
      ({ team }) =>
        new dynamodb.Table(this, `Items${team}`, {
          partitionKey: text('pk'),
          sortKey: text('sk'),
          billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
          encryption: dynamodb.TableEncryption.AWS_MANAGED,
          pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
          stream: dynamodb.StreamViewType.NEW_IMAGE,
          deletionProtection: true,
          removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        }),
    )
  }
}

class Secrets extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    this.of = props.teams.map(({ team }) => {
      const made = new secretsmanager.CfnSecret(this, `Key${team}`, { description: `key-${team}` })
      made.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN
      made.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN
      return made
    })
  }
}

module.exports = { Databases, Registry, Secrets, Tables }
