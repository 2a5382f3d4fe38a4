// The CodeBuild projects of the pipeline: a nested stack of their own, since they are many and change together.
import { type Build, type Delivery, type Environment, pascal, type TemplateBody } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { allow, policy, type Statement, trustService } from '../template/policy.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { artifactStatements } from './artifact-access.ts'
import { factValueOf, partedFacts, secretOf } from './facts.ts'
import { statementsOfAll } from './grants.ts'
import { type Layers, present } from './layers.ts'
import { logGroup } from './log-group.ts'
import { prefixOf, tagsOf } from './names.ts'
import { secretValueFrom } from './secret-reference.ts'
import { privateSubnets } from './subnets.ts'
import { vpcStatements } from './vpc-access.ts'

interface Where {
  readonly delivery: Delivery
  readonly environment: Environment
  readonly layers: Layers
}

/** The nested template. Each project's name is an output, called by `projectOutput`. */
export const buildsTemplate = (builds: readonly Build[], where: Where): TemplateBody => {
  const { delivery: d, environment: e } = where
  const made = builds.map((build) => ({ build, ...projectOf(build, where) }))
  return template({
    description: `${d.name} ${e.name}: the builds of the pipeline`,
    resources: made.flatMap(({ resources }) => resources),
    outputs: Object.fromEntries(made.map(({ build, project }) => [projectOutput(build), project.ref])),
    tags: tagsOf(d, e),
  })
}

/** The output of the nested stack that is a build's project. */
export const projectOutput = (build: Build): `${string}Project` => `${pascal(build.name)}Project`

/** The project's name: fixed, so that its role can name the report groups it makes. */
const projectNameOf = (build: Build, { delivery, environment }: Where): string =>
  `${prefixOf(delivery, environment)}-${build.name}`

const projectOf = (build: Build, where: Where) => {
  const id = pascal(build.name)
  const logs = logGroup(`${id}Logs`)
  const role = roleOf(build, logs, where)
  const { layers } = where
  const variables = variablesOf(build, layers)
  const project = resource(projectOutput(build), 'AWS::CodeBuild::Project', {
    Name: projectNameOf(build, where),
    Description: `${build.buildspec} for ${build.of.name}`,
    ServiceRole: role.att('Arn'),
    Source: { Type: 'CODEPIPELINE', BuildSpec: build.buildspec },
    Artifacts: { Type: 'CODEPIPELINE' },
    Environment: {
      ...machines[build.platform],
      ComputeType: 'BUILD_GENERAL1_SMALL',
      PrivilegedMode: build.privileged,
      ...(variables.length > 0 && { EnvironmentVariables: variables }),
    },
    LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: logs.ref } },
    TimeoutInMinutes: 30,
    QueuedTimeoutInMinutes: 60,
    ...(build.privileged && { Cache: { Type: 'LOCAL', Modes: ['LOCAL_DOCKER_LAYER_CACHE'] } }),
    ...(build.inVpc && { VpcConfig: vpcOf(layers) }),
  })
  const resources: readonly AnyResource[] = [logs, role, project]
  return { project, resources }
}

const variablesOf = (build: Build, layers: Layers) => {
  const { plain, secret } = partedFacts(build.facts)
  return [
    ...plain.map(([Name, fact]) => ({ Name, Type: 'PLAINTEXT' as const, Value: factValueOf(fact, layers) })),
    ...secret.map(([Name, fact]) => ({
      Name,
      Type: 'SECRETS_MANAGER' as const,
      Value: secretValueFrom(secretOf(fact, layers), 'build'),
    })),
  ]
}

/** The machine whose processor the image is for: nothing is emulated. AWS CodeBuild User Guide, "Docker images provided by CodeBuild". */
const machines = {
  'linux/amd64': { Type: 'LINUX_CONTAINER', Image: 'aws/codebuild/standard:7.0' },
  'linux/arm64': { Type: 'ARM_CONTAINER', Image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0' },
} as const

const vpcOf = (layers: Layers) => {
  const network = present(layers.network, 'the network').exports
  return {
    VpcId: network.vpcId,
    Subnets: privateSubnets(network),
    SecurityGroupIds: [present(layers.cluster, 'the cluster').exports.tasksSecurityGroup],
  }
}

const roleOf = (build: Build, logs: Resource<'AWS::Logs::LogGroup'>, where: Where) => {
  const name = projectNameOf(build, where)
  const statements: readonly Statement[] = [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logs.att('Arn')),
    ...artifactStatements(where.layers.bootstrap.exports.bucketArn),
    ...(build.reports ? [reportStatement(name)] : []),
    ...(build.inVpc ? vpcStatements(privateSubnets(present(where.layers.network, 'the network').exports)) : []),
    ...statementsOfAll(build.grants, where),
  ]
  return resource(`${pascal(build.name)}Role`, 'AWS::IAM::Role', {
    // AWS CodeBuild User Guide, "Cross-service confused deputy prevention".
    AssumeRolePolicyDocument: trustService('codebuild.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': pseudo.account },
      ArnEquals: {
        'aws:SourceArn': sub`arn:${pseudo.partition}:codebuild:${pseudo.region}:${pseudo.account}:project/${name}`,
      },
    }),
    Policies: [{ PolicyName: 'derived-from-build', PolicyDocument: policy(...statements) }],
  })
}

// A report group is made by the build that first reports to it, under the project's name.
const reportStatement = (project: string): Statement =>
  allow(
    [
      'codebuild:BatchPutCodeCoverages',
      'codebuild:BatchPutTestCases',
      'codebuild:CreateReport',
      'codebuild:CreateReportGroup',
      'codebuild:UpdateReport',
    ],
    sub`arn:${pseudo.partition}:codebuild:${pseudo.region}:${pseudo.account}:report-group/${project}-*`,
  )
