// What goes wrong between a build, the service it deploys to, and the roles in between.
import { type Problem, refuse, warn } from '../problem.ts'
import { containersIn, deploymentsOf, taskDefinitionOf } from '../read/deployment.ts'
import type { ReadAction } from '../read/pipeline.ts'
import { buildspecOf } from '../read/project.ts'
import { allows, may, type ReadRole, roleAt } from '../read/role.ts'
import { listOf, recordOf } from '../read/walk.ts'
import type { Rule } from './rule.ts'

/** Images that are built for another processor than the task has: "exec format error". */
export const architectureDiffers: Rule = (world) =>
  deploymentsOf(world).flatMap(({ maker, service, buildspec }): readonly Problem[] => {
    const definition = service && taskDefinitionOf(world, service)
    const project = maker?.project
    if (!definition || project?.resource.Type !== 'AWS::CodeBuild::Project') return []
    const platform = recordOf(definition.template.resolved(definition.properties.RuntimePlatform))
    const runs = platform.CpuArchitecture === 'ARM64' ? 'ARM64' : 'X86_64'
    const type = String(project.template.resolved(recordOf(project.properties.Environment).Type))
    const commands = buildspec?.commands ?? []
    const told = commands.map(({ text }) => /--platform[= ]linux\/(amd64|arm64)/.exec(text)?.[1]).find(Boolean)
    const builds = told ? (told === 'arm64' ? 'ARM64' : 'X86_64') : type.startsWith('ARM_') ? 'ARM64' : 'X86_64'
    const isMany = commands.some(({ text }) => /--platform[= ]\S+,/.test(text))
    return builds === runs || isMany || !/^(ARM_|LINUX_)/.test(type)
      ? []
      : [
          refuse(project.template.at('Resources', project.logicalId, 'Properties', 'Environment', 'Type'), [
            `project "${project.logicalId}" builds for ${builds}, and task definition "${definition.logicalId}" runs on ${runs}`,
            `build with --platform linux/${runs === 'ARM64' ? 'arm64' : 'amd64'} on a project of that kind, or write RuntimePlatform: { CpuArchitecture: ${builds} }`,
          ]),
        ]
  })

/** Services whose template names an image that a pipeline replaces: the next update of the stack puts it back. */
export const imageOwnedTwice: Rule = (world) =>
  deploymentsOf(world).flatMap(({ action, service }) => {
    const definition = service && taskDefinitionOf(world, service)
    if (!definition) return []
    return listOf(definition.properties.ContainerDefinitions).flatMap((container, at) => {
      const { Image: image, Name: name } = recordOf(container)
      return typeof image === 'string' && containersIn(definition).length === 1
        ? [
            warn(
              definition.template.at(
                'Resources',
                definition.logicalId,
                'Properties',
                'ContainerDefinitions',
                at,
                'Image',
              ),
              [
                `container "${String(name)}" has image "${image}" here, and action "${action.name}" deploys another one`,
                'read the image from a parameter that the pipeline writes, or deploy through CloudFormation alone',
              ],
            ),
          ]
        : []
    })
  })

// AWS CodePipeline User Guide, "How CodePipeline works with IAM", each action's own permissions.
const needs: Readonly<Record<string, readonly string[]>> = {
  ECS: [
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'ecs:RegisterTaskDefinition',
    'ecs:TagResource',
    'ecs:UpdateService',
    'iam:PassRole',
  ],
  CodeBuild: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild'],
}

const passesTo = (role: ReadRole, service: string): boolean =>
  role.statements.some((each) => {
    const [only] = [...each.conditions].filter(([key]) => /:?iam:PassedToService$/i.test(key))
    return allows(each, 'iam:PassRole') && (only === undefined || only[1].includes(service))
  })

// What an action takes and gives lies in the artifact bucket.
const missing = (role: ReadRole, { provider, inputs, outputs }: ReadAction): readonly string[] => [
  ...[
    ...(needs[provider] ?? []),
    ...(inputs.length > 0 ? ['s3:GetObject'] : []),
    ...(outputs.length > 0 ? ['s3:PutObject'] : []),
  ].filter((name) => !may(role, name)),
  ...(provider === 'CodeStarSourceConnection' && !usesConnection(role) ? ['codeconnections:UseConnection'] : []),
  ...(provider === 'ECS' && may(role, 'iam:PassRole') && !passesTo(role, 'ecs-tasks.amazonaws.com')
    ? ['iam:PassRole to ecs-tasks.amazonaws.com']
    : []),
]

const holdsAll = (role: ReadRole): boolean =>
  role.properties.ManagedPolicyArns === undefined && role.properties.Policies !== undefined

/** Actions of a pipeline that its role does not allow. */
export const pipelineRoleForbidden: Rule = (world) =>
  world.pipelines.flatMap((pipeline) => {
    const role = roleAt(world.templates, pipeline, 'RoleArn')
    if (!role || !holdsAll(role)) return []
    return pipeline.actions
      .filter(({ body }) => body.RoleArn === undefined)
      .flatMap((action) => {
        const lacking = missing(role, action)
        return lacking.length === 0
          ? []
          : [
              refuse(action.at(), [
                `action "${action.name}" needs ${lacking.join(', ')}, which role "${role.logicalId}" may not`,
                `add ${lacking.join(', ')} to role "${role.logicalId}"`,
              ]),
            ]
      })
  })

const usesConnection = (role: ReadRole): boolean =>
  ['codestar-connections:UseConnection', 'codeconnections:UseConnection'].some((name) => may(role, name))

const asksGit = /(^|[\s;&|(])git\s+(log|describe|rev-parse|tag|diff|show|branch|status|fetch|checkout|merge-base)\b/

/** Builds that ask git about a source that comes without its history, or that may not clone it. */
export const cloneForbidden: Rule = (world) =>
  world.pipelines.flatMap(({ actions }) =>
    actions
      .filter(
        ({ provider, project }) => provider === 'CodeBuild' && project?.resource.Type === 'AWS::CodeBuild::Project',
      )
      .flatMap((action): readonly Problem[] => {
        const { project } = action
        const source = actions.find(
          ({ provider, outputs }) =>
            provider === 'CodeStarSourceConnection' && action.inputs.some((name) => outputs.includes(name)),
        )
        if (!project || !source) return []
        const clones = source.configuration.OutputArtifactFormat === 'CODEBUILD_CLONE_REF'
        const role = roleAt(world.templates, project, 'ServiceRole')
        if (clones)
          return role && holdsAll(role) && !usesConnection(role)
            ? [
                refuse(action.at(), [
                  `action "${action.name}" clones the repository, which role "${role.logicalId}" may not`,
                  `add codestar-connections:UseConnection to role "${role.logicalId}", on the ARN of the connection`,
                ]),
              ]
            : []
        const asking = buildspecOf(world, project)?.commands.find(
          ({ text }) => asksGit.test(text) && !/\|\|/.test(text),
        )
        return asking
          ? [
              warn(asking.at, [
                `"${asking.text.slice(0, 60)}" asks git, and action "${source.name}" hands over files without a history`,
                'write OutputArtifactFormat: CODEBUILD_CLONE_REF, or read $CODEBUILD_RESOLVED_SOURCE_VERSION',
              ]),
            ]
          : []
      }),
  )

/** Triggers of a pipeline that has none: those are for version 2. */
export const triggersIgnored: Rule = ({ templates }) =>
  templates.flatMap((template) =>
    Object.entries(template.template.Resources)
      .filter(([, { Type, Properties }]) => {
        const given = recordOf(Properties)
        return (
          Type === 'AWS::CodePipeline::Pipeline' && given.PipelineType !== 'V2' && (given.Triggers ?? given.Variables)
        )
      })
      .map(([logicalId]) =>
        refuse(template.at('Resources', logicalId, 'Properties'), [
          `pipeline "${logicalId}" has triggers or variables, and is none of version 2`,
          'write PipelineType: V2',
        ]),
      ),
  )
