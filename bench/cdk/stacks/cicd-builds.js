const { Fn, NestedStack, aws_codebuild: codebuild } = require('aws-cdk-lib')
const { allow, artifactStatements, logGroup, pullActions, pushActions, roleOf, tableStatement } = require('./parts.js')

const plain = (name, value) => ({ name, type: 'PLAINTEXT', value })
const secret = (name, value) => ({ name, type: 'SECRETS_MANAGER', value })

class CicdBuilds extends NestedStack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { registry, network, cluster, database, tables, identity, assets } = props
    this.bucket = props.bootstrap.bucket
    const login = allow(['ecr:GetAuthorizationToken'], ['*'])
    const repository = [registry.api.repositoryArn]
    this.apiTest = this.build('ApiTest', 'api-test', {})
    this.apiImage = this.build('ApiImage', 'api-image', {
      statements: [login, allow([...pullActions, ...pushActions], repository)],
      environment: [plain('REPOSITORY_URI', registry.api.repositoryUri)],
      privileged: true,
    })
    this.apiMigrate = this.build('ApiMigrate', 'api-migrate', {
      statements: [
        ...this.networkStatements(network),
        login,
        allow(pullActions, repository),
        allow(['secretsmanager:GetSecretValue'], [database.secretArn]),
        tableStatement(tables.messages),
        allow(['s3:PutObject'], [assets.uploads.arnForObjects('*')]),
      ],
      environment: [
        plain('PGHOST', database.cruddur.attrEndpointAddress),
        plain('PGPORT', database.cruddur.attrEndpointPort),
        plain('PGDATABASE', 'cruddur'),
        plain('PGSSLMODE', 'require'),
        plain('MESSAGES_TABLE', tables.messages.tableName),
        plain('USERS_POOL_ID', identity.pool.userPoolId),
        plain('USERS_CLIENT_ID', identity.client.ref),
        plain('UPLOADS_BUCKET', assets.uploads.bucketName),
        plain('AVATARS_URL', `https://${assets.distribution.distributionDomainName}`),
        plain('TRUST_PROXY', '2'),
        secret('PGUSER', `${database.secretArn}:username`),
        secret('PGPASSWORD', `${database.secretArn}:password`),
      ],
      privileged: true,
      vpcConfig: { vpcId: network.vpcId, subnets: network.privateSubnets, securityGroupIds: [cluster.tasks.ref] },
    })
  }

  networkStatements(network) {
    return [
      allow(
        [
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeDhcpOptions',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcs',
        ],
        ['*'],
      ),
      allow(
        ['ec2:CreateNetworkInterfacePermission'],
        [this.formatArn({ service: 'ec2', resource: 'network-interface', resourceName: '*' })],
        {
          StringEquals: {
            'ec2:AuthorizedService': 'codebuild.amazonaws.com',
            'ec2:Subnet': network.privateSubnets.map((resourceName) =>
              this.formatArn({ service: 'ec2', resource: 'subnet', resourceName }),
            ),
          },
        },
      ),
    ]
  }

  build(id, kebab, { statements = [], environment, privileged = false, vpcConfig }) {
    const logs = logGroup(this, `${id}Logs`)
    const name = `cruddur-production-${kebab}`
    const reports = Fn.sub(
      `arn:\${AWS::Partition}:codebuild:\${AWS::Region}:\${AWS::AccountId}:report-group/${name}-*`,
    )
    const role = roleOf(this, `${id}Role`, {
      service: 'codebuild.amazonaws.com',
      policyName: 'derived-from-build',
      statements: [
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs.attrArn]),
        ...artifactStatements(this.bucket),
        allow(
          [
            'codebuild:BatchPutCodeCoverages',
            'codebuild:BatchPutTestCases',
            'codebuild:CreateReport',
            'codebuild:CreateReportGroup',
            'codebuild:UpdateReport',
          ],
          [reports],
        ),
        ...statements,
      ],
    })
    return new codebuild.CfnProject(this, `${id}Project`, {
      name,
      description: `buildspecs/out/${kebab}.yml for api`,
      serviceRole: role.roleArn,
      source: { type: 'CODEPIPELINE', buildSpec: `buildspecs/out/${kebab}.yml` },
      artifacts: { type: 'CODEPIPELINE' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
        privilegedMode: privileged,
        environmentVariables: environment,
      },
      logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: logs.ref } },
      timeoutInMinutes: 30,
      queuedTimeoutInMinutes: 60,
      cache: privileged ? { type: 'LOCAL', modes: ['LOCAL_DOCKER_LAYER_CACHE'] } : undefined,
      vpcConfig,
    })
  }
}

module.exports = { CicdBuilds }
