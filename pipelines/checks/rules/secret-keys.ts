import { isRecord } from '#cfn/analysis/template.ts'
import type { Place } from '#model'
import { instead } from '../nearest.ts'
import { type Problem, refuse } from '../problem.ts'
import { oncePer } from '../read/once.ts'
import { keysOf, secretIn } from '../read/secret-keys.ts'
import { secretReaders } from '../read/secret-reads.ts'
import type { ReadTemplate } from '../read/template.ts'
import { visit } from '../read/walk.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

interface Asked {
  readonly template: ReadTemplate
  readonly reader: string
  /** The secret, and behind it what follows its ARN. */
  readonly from: string
  readonly at: () => Place
}

// AWS CloudFormation User Guide, "Get a secret or secret value from Secrets Manager".
const dynamic = /\{\{resolve:secretsmanager:(<[^>]+>):SecretString:([^:}]+)/g

const referencesIn = oncePer((template: ReadTemplate): readonly Asked[] => {
  if (!template.text.includes('{{resolve:secretsmanager:')) return []
  const found: Asked[] = []
  visit(template.template.Resources, (value, keys) => {
    const text = typeof value === 'string' || (isRecord(value) && 'Fn::Sub' in value) ? template.resolved(value) : ''
    if (typeof text !== 'string') return
    const at = ['Resources', ...keys]
    for (const [, secret, key] of text.matchAll(dynamic))
      found.push({ template, reader: `"${keys[0]}"`, from: `${secret}:${key}`, at: () => template.at(...at) })
  })
  return found
})

const askedIn = (world: World): readonly Asked[] => [
  ...secretReaders(world).flatMap(({ owner, reads }) =>
    reads.map(({ reader, from, at }) => ({ template: owner.template, reader, from, at })),
  ),
  ...world.templates.flatMap(referencesIn),
]

const problemOf = ({ templates }: World, { template, reader, from, at }: Asked): readonly Problem[] => {
  const found = from.startsWith('<') ? secretIn(templates, template, from) : undefined
  const key = found?.rest.split(':')[1] ?? ''
  const keys = found && key !== '' ? keysOf(templates, found.secret) : undefined
  if (!found || !keys || keys.includes(key)) return []
  const where = `secret "${found.secret.logicalId}" of ${found.secret.template.path}`
  return [
    refuse(at(), [
      keys.length > 0
        ? `${reader} reads key "${key}", which ${where} does not have`
        : `${reader} reads key "${key}", but ${where} is one text, not JSON`,
      keys.length > 0 ? instead(key, keys, 'key') : 'leave the key out, or make the secret JSON with that key',
    ]),
  ]
}

/** Keys of secrets that are not in the secret: a task or a build that reads one does not start. */
export const secretKeyMissing: Rule = (world) => askedIn(world).flatMap((each) => problemOf(world, each))
