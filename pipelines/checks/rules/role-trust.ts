import { refuse } from '../problem.ts'
import { resourcesOf } from '../read/follow.ts'
import { oncePer } from '../read/once.ts'
import { type ReadRole, roleAt } from '../read/role.ts'
import { listOf, recordOf } from '../read/walk.ts'
import type { Rule } from './rule.ts'

// Who takes the role that a property names. AWS's user guides, "service role" of each.
const takers: readonly (readonly [type: string, property: string, service: string])[] = [
  ['AWS::ECS::TaskDefinition', 'ExecutionRoleArn', 'ecs-tasks.amazonaws.com'],
  ['AWS::ECS::TaskDefinition', 'TaskRoleArn', 'ecs-tasks.amazonaws.com'],
  ['AWS::CodeBuild::Project', 'ServiceRole', 'codebuild.amazonaws.com'],
  ['AWS::CodePipeline::Pipeline', 'RoleArn', 'codepipeline.amazonaws.com'],
  ['AWS::Lambda::Function', 'Role', 'lambda.amazonaws.com'],
]

const trusted = oncePer((role: ReadRole): readonly string[] =>
  listOf(recordOf(role.properties.AssumeRolePolicyDocument).Statement).flatMap((each) => {
    const { Principal: principal } = recordOf(role.template.resolved(each))
    return principal === '*' ? ['*'] : listOf(recordOf(principal).Service).map(String)
  }),
)

/** Roles that the service which is to take them may not take. */
export const serviceUntrusted: Rule = (world) =>
  takers.flatMap(([type, property, service]) =>
    resourcesOf(world.templates, type).flatMap((owner) => {
      const role = roleAt(world.templates, owner, property)
      if (!role) return []
      const services = trusted(role)
      return services.includes(service) || services.includes('*') || services.some((each) => /[<${]/.test(each))
        ? []
        : [
            refuse(role.template.at('Resources', role.logicalId, 'Properties', 'AssumeRolePolicyDocument'), [
              `"${owner.logicalId}" runs under role "${role.logicalId}", which trusts ${services.join(', ') || 'no service'}`,
              `trust ${service} there`,
            ]),
          ]
    }),
  )
