// What each grant is in IAM: exact actions on exact resources. `*` stands only where AWS has no resource level, each
// with the reason. AWS Service Authorization Reference, the page of each service.
import { type Bucket, type Delivery, type Environment, type Grant, type Service, serviceIn } from '#model'
import type { Text } from '../template/given.ts'
import { pseudo, sub } from '../template/intrinsics.ts'
import { type ActionName, allow, type Statement } from '../template/policy.ts'
import { driftStatements } from './drift-grant.ts'
import { type Layers, present } from './layers.ts'
import { familyOf, pipelineNameOf, prefixOf } from './names.ts'
import { previewStatements } from './preview-grant.ts'

/** Where a grant is meant: the environment with its stacks. */
export interface Where {
  readonly delivery: Delivery
  readonly environment: Environment
  readonly layers: Layers
}

type GrantOf<M extends Grant['may']> = Extract<Grant, { may: M }>
type Table = { readonly [M in Grant['may']]: (grant: GrantOf<M>, where: Where) => readonly Statement[] }

/** The statements of a grant. */
export const statementsOf = (grant: Grant, where: Where): readonly Statement[] => {
  const make = statements[grant.may] as (grant: Grant, where: Where) => readonly Statement[]
  return make(grant, where)
}

/** The statements of some grants. Those that differ only in their resources are one: a role holds 10,240 characters. */
export const statementsOfAll = (grants: readonly Grant[], where: Where): readonly Statement[] => {
  const alike = new Map<string, Statement>()
  for (const statement of grants.flatMap((grant) => statementsOf(grant, where))) {
    const { Resource: resources = [], ...rest } = statement
    const key = JSON.stringify(rest)
    const before = alike.get(key)?.Resource ?? []
    alike.set(key, { ...rest, Resource: oneOrMany([before, resources].flat()) })
  }
  return [...alike.values()]
}

const oneOrMany = (resources: readonly Text[]): Text | readonly Text[] => {
  const [first, ...others] = new Map(resources.map((each) => [JSON.stringify(each), each])).values()
  return first !== undefined && others.length === 0 ? first : [first, ...others].filter((each) => each !== undefined)
}

const readActions: readonly ActionName[] = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
]
const writeActions: readonly ActionName[] = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
]

const tableResources = (name: string, { layers }: Where) => {
  const arn = present(present(layers.tables, 'the tables').exports[`${name}-table-arn`], `table ${name}`)
  return [arn, sub`${arn}/index/*`]
}

const repositoryArn = (service: Service, { layers }: Where) =>
  present(present(layers.registry, 'the registry').exports[`${service.name}-repository-arn`], service.name)

const serviceOf = (service: Service, { layers }: Where) =>
  present(layers.services.get(service), `service ${service.name}`).exports

// Who may list sees a missing object as missing, not as forbidden; who only writes need not know what is there.
const bucketStatements = (bucket: Bucket, { layers }: Where, actions: readonly ActionName[]): readonly Statement[] => {
  const { exports } = present(layers.assets, 'the assets')
  const arn = present(exports[`${bucket.name}-bucket-arn`], `bucket ${bucket.name}`)
  const objects = allow(actions, sub`${arn}/*`)
  return actions.includes('s3:GetObject') ? [allow(['s3:ListBucket'], arn), objects] : [objects]
}

// The token opens the registry as a whole; what it may do there is decided per repository.
const registryToken = allow(['ecr:GetAuthorizationToken'], '*')

const pullActions: readonly ActionName[] = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:DescribeImages',
  'ecr:GetDownloadUrlForLayer',
]

const statements: Table = {
  connect: ({ to, as }, { layers }) => {
    const { exports } = present(layers.database, 'the database')
    if (as !== undefined) {
      const id = present(exports[`${to.name}-resource-id`], `the resource id of database ${to.name}`)
      const user = sub`arn:${pseudo.partition}:rds-db:${pseudo.region}:${pseudo.account}:dbuser:${id}/${as}`
      return [allow(['rds-db:connect'], user)]
    }
    return [allow(['secretsmanager:GetSecretValue'], present(exports[`${to.name}-secret-arn`], `database ${to.name}`))]
  },
  read: ({ to }, where) => {
    if (to.kind === 'bucket') return bucketStatements(to, where, ['s3:GetObject'])
    if (to.kind === 'table') return [allow(readActions, tableResources(to.name, where))]
    const { exports } = present(where.layers.secrets, 'the secrets')
    return [allow(['secretsmanager:GetSecretValue'], present(exports[`${to.name}-secret-arn`], `secret ${to.name}`))]
  },
  write: ({ to }, where) => bucketStatements(to, where, ['s3:PutObject']),
  'read-write': ({ to }, where) =>
    to.kind === 'bucket'
      ? bucketStatements(to, where, ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'])
      : [allow([...readActions, ...writeActions], tableResources(to.name, where))],
  take: ({ to }, where) => bucketStatements(to, where, ['s3:DeleteObject', 's3:GetObject']),
  // Whoever shows an object tells its address; the distribution reads it.
  show: () => [],
  // A token is verified with public keys: nothing to allow.
  verify: () => [],
  'sign-in': () => [],
  'push-image': ({ to }, where) => [
    registryToken,
    allow(
      [...pullActions, 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'],
      repositoryArn(to, where),
    ),
  ],
  'pull-image': ({ to }, where) => [registryToken, allow(pullActions, repositoryArn(to, where))],
  'deploy-image': ({ to }, where) => deployStatements(to, where),
  'record-image': ({ to }, { layers }) => {
    const name = present(present(layers.registry, 'the registry').exports[`${to.name}-image-parameter`], to.name)
    // The name begins with the slash that the ARN needs after "parameter".
    return [
      allow(['ssm:PutParameter'], sub`arn:${pseudo.partition}:ssm:${pseudo.region}:${pseudo.account}:parameter${name}`),
    ]
  },
  'read-definition': () => [allow(['ecs:DescribeTaskDefinition'], '*')],
  'deploy-code': ({ to }, where) => codeDeployStatements(to, where),
  // A tag more on a manifest that is there already.
  'mark-image': ({ to }, where) => [
    allow(['ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:PutImage'], repositoryArn(to, where)),
  ],
  'read-scan': ({ to }, where) => [
    allow(['ecr:DescribeImageScanFindings', 'ecr:DescribeImages'], repositoryArn(to, where)),
  ],
  'copy-image': ({ to, from }, { delivery }) => [
    registryToken,
    allow(
      pullActions,
      sub`arn:${pseudo.partition}:ecr:${from.region}:${from.account}:repository/${delivery.name}/${from.name}/${to.name}`,
    ),
  ],
  'start-pipelines': ({ to }, { delivery }) => [
    allow(
      ['codepipeline:GetPipelineExecution', 'codepipeline:StartPipelineExecution'],
      delivery.pipelines
        .filter(({ environments }) => !environments || environments.includes(to))
        .map(({ name }) => (name === 'release' ? undefined : name))
        .map(
          (suffix) =>
            sub`arn:${pseudo.partition}:codepipeline:${pseudo.region}:${pseudo.account}:${pipelineNameOf(delivery, to, suffix)}`,
        ),
    ),
  ],
  'read-drift': ({ to }, where) => driftStatements(where.delivery, to, where.layers),
  'start-service': ({ to }, where) => [
    allow(['ecs:DescribeServices', 'ecs:UpdateService'], serviceOf(to, where).serviceArn),
  ],
  'preview-stacks': ({ to }, where) => previewStatements(where.delivery, to, where.layers),
  'sync-site': ({ to }, { delivery, environment, layers }) => {
    const site = present(layers.sites.get(to), `site ${to.name}`).exports
    return [
      allow(['s3:GetBucketLocation', 's3:ListBucket'], site.bucketArn),
      allow(['s3:GetObject', 's3:PutObject'], sub`${site.bucketArn}/*`),
      allow(
        ['cloudformation:DescribeStacks'],
        sub`arn:${pseudo.partition}:cloudformation:${pseudo.region}:${pseudo.account}:stack/${prefixOf(delivery, environment)}-site-${to.name}/*`,
      ),
      allow(
        ['cloudfront:CreateInvalidation'],
        sub`arn:${pseudo.partition}:cloudfront::${pseudo.account}:distribution/${site.distributionId}`,
      ),
    ]
  },
}

// CodePipeline's ECS action copies the task definition of the service, puts the image in and updates the service.
// AWS CodePipeline User Guide, "Amazon Elastic Container Service deploy action reference", service role permissions.
const deployStatements = (service: Service, where: Where): readonly Statement[] => {
  const { serviceArn } = serviceOf(service, where)
  return [allow(['ecs:DescribeServices', 'ecs:UpdateService'], serviceArn), ...revisionStatements(service, where)]
}

// AWS CodePipeline User Guide, "Amazon ECS and CodeDeploy blue-green deploy action reference", service role permissions.
const codeDeployStatements = (service: Service, where: Where): readonly Statement[] => {
  const name = familyOf(where.delivery, where.environment, service)
  const here = sub`arn:${pseudo.partition}:codedeploy:${pseudo.region}:${pseudo.account}:application:${name}`
  const group = sub`arn:${pseudo.partition}:codedeploy:${pseudo.region}:${pseudo.account}:deploymentgroup:${name}/${name}`
  const deploy = serviceIn(service, where.environment).deploy
  const configuration = deploy.kind === 'code-deploy' ? deploy.configuration : ''
  return [
    allow(
      ['codedeploy:GetApplication', 'codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
      here,
    ),
    allow(['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'], group),
    allow(
      ['codedeploy:GetDeploymentConfig'],
      sub`arn:${pseudo.partition}:codedeploy:${pseudo.region}:${pseudo.account}:deploymentconfig:${configuration}`,
    ),
    ...revisionStatements(service, where),
  ]
}

// What a revision of a task definition takes, whoever deploys it.
const revisionStatements = (service: Service, where: Where): readonly Statement[] => {
  const { taskRoleArn, executionRoleArn } = serviceOf(service, where)
  const family = familyOf(where.delivery, where.environment, service)
  return [
    // A revision has no ARN before it is registered, and reading one has no resource level. What a revision could do is
    // bounded below, by the roles that may be passed to it.
    allow(['ecs:DescribeTaskDefinition', 'ecs:RegisterTaskDefinition'], '*'),
    allow(
      ['ecs:TagResource'],
      sub`arn:${pseudo.partition}:ecs:${pseudo.region}:${pseudo.account}:task-definition/${family}:*`,
      { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
    ),
    allow(['iam:PassRole'], [taskRoleArn, executionRoleArn], {
      StringEquals: { 'iam:PassedToService': ['ecs.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
    }),
  ]
}
