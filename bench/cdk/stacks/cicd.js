const {
  Fn,
  RemovalPolicy,
  Stack,
  aws_codeconnections: codeconnections,
  aws_codepipeline: codepipeline,
} = require('aws-cdk-lib')
const { CicdBuilds } = require('./cicd-builds.js')
const { allow, artifactStatements, roleOf } = require('./parts.js')

const name = 'cruddur-production'
const arn = (rest) => Fn.sub(`arn:\${AWS::Partition}:${rest}`)
const variables = (given) =>
  JSON.stringify(Object.entries(given).map(([variable, value]) => ({ name: variable, value, type: 'PLAINTEXT' })))

const action = (id, [category, provider], { inputs = [], outputs, ...rest }) => ({
  name: id,
  namespace: id,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  inputArtifacts: inputs.map((input) => ({ name: input })),
  outputArtifacts: outputs?.map((output) => ({ name: output })),
  runOrder: 1,
  ...rest,
})

// Level 1: Pipeline makes a role for every action and a policy resource for every role.
class Cicd extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const { bootstrap } = props
    const connection = new codeconnections.CfnConnection(this, 'Connection', {
      connectionName: name,
      providerType: 'GitHub',
    })
    const builds = new CicdBuilds(this, 'Builds', {
      ...props,
      description: 'cruddur production: the builds of the pipeline',
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = roleOf(this, 'PipelineRole', {
      service: 'codepipeline.amazonaws.com',
      policyName: 'derived-from-actions',
      statements: [...artifactStatements(bootstrap.bucket), ...this.statements(connection, builds, props)],
    })
    new codepipeline.CfnPipeline(this, 'Pipeline', {
      name,
      pipelineType: 'V2',
      executionMode: 'SUPERSEDED',
      roleArn: role.roleArn,
      artifactStore: { type: 'S3', location: bootstrap.bucket.bucketName },
      triggers: [
        {
          providerType: 'CodeStarSourceConnection',
          gitConfiguration: { sourceActionName: 'Source', push: [{ branches: { includes: ['production'] } }] },
        },
      ],
      stages: this.stages(connection, builds, props),
    })
  }

  statements(connection, builds, { registry, api }) {
    const projects = [builds.apiTest, builds.apiImage, builds.apiMigrate]
    const logs = arn(`logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/codepipeline/${name}`)
    return [
      allow(['codeconnections:UseConnection', 'codestar-connections:UseConnection'], [connection.ref]),
      allow(
        ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
        projects.map((project) =>
          this.formatArn({ service: 'codebuild', resource: 'project', resourceName: project.ref }),
        ),
      ),
      allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], [logs, `${logs}:*`]),
      allow(['ecs:DescribeServices', 'ecs:UpdateService'], [api.service.ref]),
      allow(['ecs:DescribeTaskDefinition', 'ecs:RegisterTaskDefinition'], ['*']),
      allow(
        ['ecs:TagResource'],
        [arn(`ecs:\${AWS::Region}:\${AWS::AccountId}:task-definition/${name}-api:*`)],
        { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
      ),
      allow(['iam:PassRole'], [api.taskRole.roleArn, api.executionRole.roleArn], {
        StringEquals: { 'iam:PassedToService': ['ecs.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
      }),
      allow(['ssm:PutParameter'], [registry.apiImage.parameterArn]),
    ]
  }

  stages(connection, builds, { registry, cluster, api }) {
    const clusterName = cluster.cluster.ref
    const serviceName = api.service.attrName
    const build = (id, project, rest = {}) =>
      action(id, ['Build', 'CodeBuild'], {
        inputs: ['Source'],
        outputs: rest.outputs,
        configuration: {
          ProjectName: project.ref,
          ...(rest.variables && { EnvironmentVariables: variables(rest.variables) }),
        },
      })
    return [
      {
        name: 'Source',
        actions: [
          action('Source', ['Source', 'CodeStarSourceConnection'], {
            outputs: ['Source'],
            configuration: {
              ConnectionArn: connection.ref,
              FullRepositoryId: 'acme/cruddur',
              BranchName: 'production',
              OutputArtifactFormat: 'CODE_ZIP',
              DetectChanges: 'false',
            },
          }),
        ],
      },
      { name: 'Test', actions: [build('ApiTest', builds.apiTest)] },
      {
        name: 'Build',
        actions: [
          build('ApiImage', builds.apiImage, { outputs: ['ApiImage'], variables: { RELEASE: '#{Source.CommitId}' } }),
        ],
      },
      {
        name: 'Migrate',
        actions: [build('ApiMigrate', builds.apiMigrate, { variables: { IMAGE_URI: '#{ApiImage.IMAGE_URI}' } })],
      },
      {
        name: 'Deploy',
        actions: [
          action('ApiStart', ['Compute', 'Commands'], {
            inputs: ['ApiImage'],
            commands: [
              'desired="$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query \'services[0].desiredCount\' --output text)"',
              'if [ "$desired" -lt 2 ]; then aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --desired-count 2 --query \'service.desiredCount\' --output text; fi',
            ],
            environmentVariables: [
              { name: 'CLUSTER', value: clusterName },
              { name: 'SERVICE', value: serviceName },
            ],
          }),
          action('ApiDeploy', ['Deploy', 'ECS'], {
            inputs: ['ApiImage'],
            runOrder: 2,
            configuration: {
              ClusterName: clusterName,
              ServiceName: serviceName,
              FileName: 'api.imagedefinitions.json',
            },
          }),
          action('ApiRecord', ['Compute', 'Commands'], {
            inputs: ['ApiImage'],
            runOrder: 3,
            commands: [
              'aws ssm put-parameter --name "$IMAGE_PARAMETER" --type String --overwrite --value "$IMAGE_URI"',
            ],
            environmentVariables: [
              { name: 'IMAGE_PARAMETER', value: registry.apiImage.parameterName },
              { name: 'IMAGE_URI', value: '#{ApiImage.IMAGE_URI}' },
            ],
          }),
          action('ApiSmoke', ['Compute', 'Commands'], {
            inputs: ['ApiImage'],
            runOrder: 3,
            commands: [
              'ANSWER="$(curl --fail --silent --show-error --location --max-time 10 --retry 12 --retry-delay 5 --retry-all-errors "http://$LOAD_BALANCER/api/health-check")"',
              "printf '%s\\n' \"$ANSWER\"",
            ],
            environmentVariables: [
              { name: 'LOAD_BALANCER', value: cluster.loadBalancer.attrDnsName },
              { name: 'RELEASE', value: '#{Source.CommitId}' },
            ],
          }),
        ],
        onFailure: { result: 'ROLLBACK' },
      },
    ]
  }
}

module.exports = { Cicd }
