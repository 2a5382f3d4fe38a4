import { parse } from 'yaml'
import { isRecord } from '#cfn/analysis/template.ts'
import type { Finding } from '#model'
import { placesIn } from '../read/places.ts'
import type { Text } from '../read/text.ts'

// What DescribeTaskDefinition adds, and RegisterTaskDefinition refuses.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
const answers = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
]

/** What is wrong with a task definition that someone wants to register. */
export const checkTaskDefinitionFile = (file: Text): readonly Finding[] => {
  const at = placesIn(file)
  const root: unknown = parse(file.text, { logLevel: 'silent', uniqueKeys: false })
  const wrapped = isRecord(root) && isRecord(root.taskDefinition)
  const inside = isRecord(root) ? (wrapped ? root.taskDefinition : root) : {}
  const start = wrapped ? ['taskDefinition'] : []
  const given = isRecord(inside) ? inside : {}
  const found = answers.filter((key) => key in given)
  return [
    ...(wrapped
      ? [
          {
            code: 'task-definition-read-only',
            severity: 'error' as const,
            at: at('taskDefinition'),
            says: 'this is the answer of "aws ecs describe-task-definition", not a task definition',
            fix: 'keep what stands below "taskDefinition": aws ecs describe-task-definition --query taskDefinition',
          },
        ]
      : []),
    ...found.map((key) => ({
      code: 'task-definition-read-only',
      severity: 'error' as const,
      at: at(...start, key),
      says: `"${key}" is part of an answer of ECS, and registering refuses it`,
      fix: `remove "${key}"`,
    })),
  ]
}
