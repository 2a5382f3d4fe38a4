// What a task, a build or a job of a workflow does, and its role may not: it stops where it does it.
import { type Problem, refuse } from '../problem.ts'
import type { ReadBuildspec } from '../read/buildspec.ts'
import { deploymentsOf, taskDefinitionOf } from '../read/deployment.ts'
import { resourcesOf } from '../read/follow.ts'
import { oncePer } from '../read/once.ts'
import { buildspecOf } from '../read/project.ts'
import { may, type ReadRole, roleAt, roleOfArn } from '../read/role.ts'
import { listOf, recordOf } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

interface Deed {
  readonly who: string
  /** What it does, as a sentence goes on: "writes its log". */
  readonly does: string
  readonly needs: readonly string[]
}

const logging = ['logs:CreateLogStream', 'logs:PutLogEvents']
// Amazon ECR User Guide, "IAM policies for pulling an image" and "IAM permissions for pushing an image".
const pulling = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchGetImage',
]
const pushing = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
]

// Policies that AWS manages, or that stand elsewhere, may allow the rest.
const isWhole = oncePer(
  ({ properties, template, logicalId }: ReadRole): boolean =>
    listOf(properties.ManagedPolicyArns).length === 0 &&
    !Object.values(template.template.Resources).some(
      ({ Type, Properties }) => Type.startsWith('AWS::IAM::') && JSON.stringify(Properties?.Roles)?.includes(logicalId),
    ),
)

const judge = (role: ReadRole | undefined, deeds: readonly Deed[]): readonly Problem[] =>
  !role || !isWhole(role)
    ? []
    : deeds.flatMap(({ who, does, needs }) => {
        const missing = needs.filter((action) => !may(role, action))
        return missing.length === 0
          ? []
          : [
              refuse(role.template.at('Resources', role.logicalId), [
                `${who} ${does}, and role "${role.logicalId}" may not ${missing.join(', ')}`,
                `allow it in role "${role.logicalId}", on the resource that is meant`,
              ]),
            ]
      })

const tasks = (world: World): readonly Problem[] => {
  const pushed = new Set(
    deploymentsOf(world).flatMap(({ service, buildspec }) => {
      const definition = service && taskDefinitionOf(world, service)
      return definition && buildspec?.commands.some(({ text }) => pushes.test(text))
        ? [`${definition.template.path} ${definition.logicalId}`]
        : []
    }),
  )
  return resourcesOf(world.templates, 'AWS::ECS::TaskDefinition').flatMap((definition) => {
    const { template, logicalId, properties } = definition
    const who = `task definition "${logicalId}"`
    const logs = listOf(properties.ContainerDefinitions).some(
      (each) => recordOf(recordOf(each).LogConfiguration).LogDriver === 'awslogs',
    )
    return judge(roleAt(world.templates, definition, 'ExecutionRoleArn'), [
      ...(logs ? [{ who, does: 'writes its log', needs: logging }] : []),
      ...(pushed.has(`${template.path} ${logicalId}`)
        ? [{ who, does: 'pulls its image from ECR', needs: pulling }]
        : []),
    ])
  })
}

const pushes = /\bdocker\s+push\b|\bdocker\s+buildx\s+build\b[\s\S]*--push\b/
const logsIn = /\baws\s+ecr\s+get-login-password\b/
const pulls = /\bdocker\s+(pull|run)\b/

// Registries of others need no permission, and no login to ECR.
const deedsOf = oncePer(({ commands }: ReadBuildspec) => {
  const does = (pattern: RegExp) => commands.some(({ text }) => pattern.test(text))
  return { pushes: does(logsIn) && does(pushes), pulls: does(logsIn) && does(pulls) }
})

const builds = (world: World): readonly Problem[] =>
  resourcesOf(world.templates, 'AWS::CodeBuild::Project').flatMap((project) => {
    const { logicalId, properties } = project
    const who = `project "${logicalId}"`
    const buildspec = buildspecOf(world, project)
    const does = buildspec ? deedsOf(buildspec) : undefined
    const log = recordOf(recordOf(properties.LogsConfig).CloudWatchLogs)
    return judge(roleAt(world.templates, project, 'ServiceRole'), [
      ...(log.Status === 'DISABLED' ? [] : [{ who, does: 'writes its log', needs: logging }]),
      ...(does?.pushes ? [{ who, does: 'pushes to ECR', needs: pushing }] : []),
      ...(does?.pulls ? [{ who, does: 'pulls from ECR', needs: pulling }] : []),
    ])
  })

// What a command of the AWS CLI calls, as far as its words tell.
const calls: readonly (readonly [command: RegExp, action: string])[] = [
  [/\baws\s+s3\s+(sync|cp)\b[^\n]*\s["']?s3:\/\/\S*\s*(--|$)/m, 's3:PutObject'],
  [/\baws\s+s3\s+(rm\b|sync\b[^\n]*--delete\b)/, 's3:DeleteObject'],
  [/\baws\s+cloudfront\s+create-invalidation\b/, 'cloudfront:CreateInvalidation'],
  [/\baws\s+cloudfront\s+wait\s+invalidation-completed\b/, 'cloudfront:GetInvalidation'],
  [/\baws\s+ecs\s+update-service\b/, 'ecs:UpdateService'],
]

const jobs = (world: World): readonly Problem[] =>
  world.logins.flatMap(({ role: arn, job, path, scripts }) => {
    const role = roleOfArn(world, arn)
    const needs = calls.filter(([command]) => scripts.some((each) => command.test(each))).map(([, action]) => action)
    return needs.length === 0 ? [] : judge(role, [{ who: `job "${job}" of ${path}`, does: 'runs the AWS CLI', needs }])
  })

/** Roles without what is done under them. */
export const roleLacksAction: Rule = (world) => [...tasks(world), ...builds(world), ...jobs(world)]
