import type { Place } from '#model'
import { type Found, resourcesOf } from './follow.ts'
import { oncePer } from './once.ts'
import { buildspecOf } from './project.ts'
import { listOf, recordOf } from './walk.ts'
import type { World } from './world.ts'

/** A secret or a parameter that a task or a build asks for. */
export interface SecretRead {
  readonly name: string
  readonly from: string
  readonly action: 'secretsmanager:GetSecretValue' | 'ssm:GetParameters'
  readonly reader: string
  /** Looked up only for what is found. */
  readonly at: () => Place
}

/** What asks, the property that names the role it asks under, and what it asks for. */
export interface Reader {
  readonly owner: Found
  readonly role: 'ExecutionRoleArn' | 'ServiceRole'
  readonly reads: readonly SecretRead[]
}

const actionOf = (from: string, type?: unknown): SecretRead['action'] =>
  type === 'PARAMETER_STORE' || (type === undefined && !/secret/i.test(from)) || /:ssm:/.test(from)
    ? 'ssm:GetParameters'
    : 'secretsmanager:GetSecretValue'

const readByTask = oncePer(({ template, logicalId, properties }: Found): readonly SecretRead[] =>
  listOf(properties.ContainerDefinitions).flatMap((container, at) =>
    listOf(recordOf(container).Secrets).flatMap((secret, index): readonly SecretRead[] => {
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

const storeTypes = ['SECRETS_MANAGER', 'PARAMETER_STORE']

const readerOf = ({ logicalId }: Found): string => `project "${logicalId}"`

const readByProject = oncePer((project: Found): readonly SecretRead[] => {
  const { template, logicalId, properties } = project
  return listOf(recordOf(properties.Environment).EnvironmentVariables).flatMap((each, index): readonly SecretRead[] => {
    const { Name, Type, Value } = recordOf(template.resolved(each))
    if (typeof Value !== 'string' || !storeTypes.includes(String(Type))) return []
    const keys = ['Environment', 'EnvironmentVariables', index] as const
    const at = () => template.at('Resources', logicalId, 'Properties', ...keys)
    return [{ name: String(Name), from: Value, action: actionOf(Value, Type), reader: readerOf(project), at }]
  })
})

const readByBuildspec = (world: World, project: Found): readonly SecretRead[] =>
  (buildspecOf(world, project)?.secrets ?? []).map(({ text, at, from }) => ({
    name: 'a variable',
    from: text,
    action: from === 'parameter-store' ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue',
    reader: readerOf(project),
    at: () => at,
  }))

/** Every task and build that asks for secrets. */
export const secretReaders = oncePer((world: World): readonly Reader[] => [
  ...resourcesOf(world.templates, 'AWS::ECS::TaskDefinition').map(
    (owner): Reader => ({ owner, role: 'ExecutionRoleArn', reads: readByTask(owner) }),
  ),
  ...resourcesOf(world.templates, 'AWS::CodeBuild::Project').map(
    (owner): Reader => ({
      owner,
      role: 'ServiceRole',
      reads: [...readByProject(owner), ...readByBuildspec(world, owner)],
    }),
  ),
])
