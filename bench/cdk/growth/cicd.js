const {
  Fn,
  NestedStack,
  RemovalPolicy,
  Stack,
  aws_codebuild: codebuild,
  aws_codeconnections: codeconnections,
  aws_codepipeline: codepipeline,
} = require('aws-cdk-lib')
const { allow, artifactStatements, logGroup, pullActions, pushActions, roleOf } = require('../stacks/parts.js')

const plain = (name, value) => ({ name, type: 'PLAINTEXT', value })

class Builds extends NestedStack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { registry, network, cluster, databases, services } = props
    const login = allow(['ecr:GetAuthorizationToken'], ['*'])
    this.of = Object.fromEntries(
      services.map(({ name, team, migrates }) => {
        const { repository } = registry.of[name]
        const database = databases.of[team]
        const test = this.build(`${name}-test`, props, {})
        const image = this.build(`${name}-image`, props, {
          statements: [login, allow([...pullActions, ...pushActions], [repository.repositoryArn])],
          environment: [plain('REPOSITORY_URI', repository.repositoryUri)],
        })
        if (!migrates) return [name, { test, image }]
        const migrate = this.build(`${name}-migrate`, props, {
          statements: [
            login,
            allow(pullActions, [repository.repositoryArn]),
            allow(['secretsmanager:GetSecretValue'], [database.attrMasterUserSecretSecretArn]),
          ],
          environment: [plain('PGHOST', database.attrEndpointAddress), plain('PGPORT', database.attrEndpointPort)],
          vpcConfig: { vpcId: network.vpcId, subnets: network.privateSubnets, securityGroupIds: [cluster.tasks.ref] },
        })
        return [name, { test, image, migrate }]
      }),
    )
  }

  build(id, { bootstrap, prefix }, { statements = [], environment, vpcConfig }) {
    const logs = logGroup(this, `${id}Logs`)
    const name = `${prefix}-${id}`
    const role = roleOf(this, `${id}Role`, {
      service: 'codebuild.amazonaws.com',
      policyName: 'derived-from-build',
      statements: [
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs.attrArn]),
        ...artifactStatements(bootstrap.bucket),
        allow(
          ['codebuild:BatchPutTestCases', 'codebuild:CreateReport', 'codebuild:CreateReportGroup', 'codebuild:UpdateReport'],
          [Fn.sub(`arn:\${AWS::Partition}:codebuild:\${AWS::Region}:\${AWS::AccountId}:report-group/${name}-*`)],
        ),
        ...statements,
      ],
    })
    return new codebuild.CfnProject(this, `${id}Project`, {
      name,
      serviceRole: role.roleArn,
      source: { type: 'CODEPIPELINE', buildSpec: `buildspecs/out/${id}.yml` },
      artifacts: { type: 'CODEPIPELINE' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
        privilegedMode: environment !== undefined,
        environmentVariables: environment,
      },
      logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: logs.ref } },
      timeoutInMinutes: 30,
      vpcConfig,
    })
  }
}

const action = (id, [category, provider], configuration, rest = {}) => ({
  name: id,
  namespace: id,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  configuration,
  runOrder: 1,
  ...rest,
})

class Pipeline extends NestedStack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { bootstrap, connection, builds, own, cluster, prefix, team } = props
    const projects = own.flatMap(({ service }) => Object.values(builds.of[service.name]))
    const role = roleOf(this, 'PipelineRole', {
      service: 'codepipeline.amazonaws.com',
      policyName: 'derived-from-actions',
      statements: [
        ...artifactStatements(bootstrap.bucket),
        allow(['codeconnections:UseConnection'], [connection.ref]),
        allow(
          ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
          projects.map((project) => this.formatArn({ service: 'codebuild', resource: 'project', resourceName: project.ref })),
        ),
        allow(['ecs:DescribeServices', 'ecs:UpdateService'], own.map(({ stack }) => stack.service.ref)),
        allow(['iam:PassRole'], own.flatMap(({ stack }) => [stack.taskRole.roleArn, stack.executionRole.roleArn])),
        allow(['ssm:PutParameter'], own.map(({ service }) => props.registry.of[service.name].image.parameterArn)),
      ],
    })
    const source = { inputArtifacts: [{ name: 'Source' }] }
    const build = (kind) =>
      own.flatMap(({ service }) => {
        const project = builds.of[service.name][kind]
        const id = `${service.name}-${kind}`
        const outputs = kind === 'image' ? { outputArtifacts: [{ name: id.replaceAll('-', '_') }] } : {}
        return project ? [action(id, ['Build', 'CodeBuild'], { ProjectName: project.ref }, { ...source, ...outputs })] : []
      })
    const deploy = own.map(({ service, stack }) =>
      action(
        `${service.name}-deploy`,
        ['Deploy', 'ECS'],
        {
          ClusterName: cluster.cluster.ref,
          ServiceName: stack.service.attrName,
          FileName: `${service.name}.imagedefinitions.json`,
        },
        { inputArtifacts: [{ name: `${service.name}-image`.replaceAll('-', '_') }] },
      ),
    )
    new codepipeline.CfnPipeline(this, 'Pipeline', {
      name: `${prefix}-team-${team}`,
      pipelineType: 'V2',
      executionMode: 'SUPERSEDED',
      roleArn: role.roleArn,
      artifactStore: { type: 'S3', location: bootstrap.bucket.bucketName },
      stages: [
        {
          name: 'Source',
          actions: [
            action(
              'Source',
              ['Source', 'CodeStarSourceConnection'],
              { ConnectionArn: connection.ref, FullRepositoryId: 'acme/shop', BranchName: 'main', DetectChanges: 'false' },
              { outputArtifacts: [{ name: 'Source' }] },
            ),
          ],
        },
        { name: 'Test', actions: build('test') },
        { name: 'Build', actions: build('image') },
        { name: 'Migrate', actions: build('migrate') },
        { name: 'Deploy', actions: deploy },
      ],
    })
  }
}

class Cicd extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const connection = new codeconnections.CfnConnection(this, 'Connection', {
      connectionName: props.prefix,
      providerType: 'GitHub',
    })
    const nested = { ...props, stackName: undefined, removalPolicy: RemovalPolicy.DESTROY }
    const builds = new Builds(this, 'Builds', nested)
    for (const { team, services } of props.teams) {
      const own = services.map((service) => ({ service, stack: props.made[props.services.indexOf(service)] }))
      new Pipeline(this, `Team${team}`, { ...nested, connection, builds, own, team })
    }
  }
}

module.exports = { Cicd }
