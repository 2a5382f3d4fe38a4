import { isLike } from '#cfn/iam/pattern.ts'
import { type Problem, refuse } from '../problem.ts'
import { type Found, resourcesOf } from '../read/follow.ts'
import { oncePer } from '../read/once.ts'
import { buildspecOf } from '../read/project.ts'
import { allows, type ReadRole, roleAt } from '../read/role.ts'
import { listOf, recordOf } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

interface Read {
  readonly name: string
  readonly from: string
  readonly action: 'secretsmanager:GetSecretValue' | 'ssm:GetParameters'
  readonly reader: string
  /** Looked up only for what is found. */
  readonly at: () => Problem['at']
}

// A reference may go on behind the ARN: `arn:key:stage:version`. A name alone stands inside the ARN.
const covers = (resource: string, from: string): boolean => {
  const bare = from.replace(/^\//, '')
  return (
    isLike(resource, from) ||
    (from.startsWith(resource) && from.charAt(resource.length) === ':') ||
    isLike(resource.replace(/^[^*]*:(secret:|parameter\/)/, ''), bare) ||
    bare.split(':')[0] === resource.replace(/^.*:(secret:|parameter\/)/, '').replace(/-(\*|\?{6})$/, '')
  )
}

const isAllowed = (role: ReadRole, { action, from }: Read): boolean =>
  role.statements.some((each) => allows(each, action) && each.resources.some((resource) => covers(resource, from)))

const judge = (world: World, owner: Found, key: string, reads: readonly Read[]): readonly Problem[] => {
  const role = roleAt(world.templates, owner, key)
  if (!role) return []
  return reads
    .filter((each) => !isAllowed(role, each))
    .map((each) =>
      refuse(each.at(), [
        `${each.reader} reads ${each.name} from "${each.from.replace(/<import ([^>]+)>/g, '$1')}", which role "${role.logicalId}" may not read`,
        `add a statement to role "${role.logicalId}": ${each.action} on that ${each.action.startsWith('ssm') ? 'parameter' : 'secret'}`,
      ]),
    )
}

const actionOf = (from: string, type?: unknown): Read['action'] =>
  type === 'PARAMETER_STORE' || (type === undefined && !/secret/i.test(from)) || /:ssm:/.test(from)
    ? 'ssm:GetParameters'
    : 'secretsmanager:GetSecretValue'

const readByTask = oncePer(({ template, logicalId, properties }: Found): readonly Read[] =>
  listOf(properties.ContainerDefinitions).flatMap((container, at) =>
    listOf(recordOf(container).Secrets).flatMap((secret, index): readonly Read[] => {
      const { Name, ValueFrom } = recordOf(template.resolved(secret))
      if (typeof ValueFrom !== 'string') return []
      const keys = ['ContainerDefinitions', at, 'Secrets', index] as const
      return [
        {
          name: String(Name),
          from: ValueFrom,
          action: actionOf(ValueFrom),
          reader: `task definition "${logicalId}"`,
          at: () => template.at('Resources', logicalId, 'Properties', ...keys),
        },
      ]
    }),
  ),
)

const inTasks = (world: World): readonly Problem[] =>
  resourcesOf(world.templates, 'AWS::ECS::TaskDefinition').flatMap((definition) =>
    judge(world, definition, 'ExecutionRoleArn', readByTask(definition)),
  )

const storeTypes = ['SECRETS_MANAGER', 'PARAMETER_STORE']

const readerOf = ({ logicalId }: Found): string => `project "${logicalId}"`

const readByProject = oncePer((project: Found): readonly Read[] => {
  const { template, logicalId, properties } = project
  return listOf(recordOf(properties.Environment).EnvironmentVariables).flatMap((each, index): readonly Read[] => {
    const { Name, Type, Value } = recordOf(template.resolved(each))
    if (typeof Value !== 'string' || !storeTypes.includes(String(Type))) return []
    const keys = ['Environment', 'EnvironmentVariables', index] as const
    const at = () => template.at('Resources', logicalId, 'Properties', ...keys)
    return [{ name: String(Name), from: Value, action: actionOf(Value, Type), reader: readerOf(project), at }]
  })
})

const inProjects = (world: World): readonly Problem[] =>
  resourcesOf(world.templates, 'AWS::CodeBuild::Project').flatMap((project) => {
    const named = buildspecOf(world, project)?.secrets ?? []
    const written = named.map(
      ({ text, at, from }): Read => ({
        name: 'a variable',
        from: text,
        action: from === 'parameter-store' ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue',
        reader: readerOf(project),
        at: () => at,
      }),
    )
    return judge(world, project, 'ServiceRole', [...readByProject(project), ...written])
  })

/** Secrets that a task or a build reads, and its role may not: it stops before its first line of log. */
export const secretForbidden: Rule = (world) => [...inTasks(world), ...inProjects(world)]
