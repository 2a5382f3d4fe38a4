// Which keys the JSON of a secret has, as far as a template says it.
import { exportsOf, type Found, follow, resourceIn, resourcesOf } from './follow.ts'
import type { ReadTemplate } from './template.ts'
import { recordOf } from './walk.ts'

// Amazon RDS User Guide, "Password management with Amazon RDS and AWS Secrets Manager".
const managed = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']
// What the attachment writes into it. AWS::SecretsManager::SecretTargetAttachment.
const attached = [
  'engine',
  'host',
  'port',
  'dbname',
  'username',
  'password',
  'dbInstanceIdentifier',
  'dbClusterIdentifier',
]

const keysIn = (text: unknown): readonly string[] | undefined => {
  if (typeof text !== 'string') return undefined
  try {
    return Object.keys(recordOf(JSON.parse(text)))
  } catch {
    return text.includes('<') ? undefined : []
  }
}

const isAttached = (templates: readonly ReadTemplate[], secret: Found): boolean =>
  resourcesOf(templates, 'AWS::SecretsManager::SecretTargetAttachment').some(
    (each) => follow(templates, each.template, each.properties.SecretId) === secret,
  )

const ownKeys = ({ template, properties }: Found): readonly string[] | undefined => {
  const generated = properties.GenerateSecretString
  if (generated === undefined) return keysIn(template.resolved(properties.SecretString))
  const { GenerateStringKey, SecretStringTemplate } = recordOf(template.resolved(generated))
  if (typeof GenerateStringKey !== 'string') return []
  const others = keysIn(SecretStringTemplate)
  return others && [...others, GenerateStringKey]
}

/** The keys of a secret; undefined when someone else writes it. A secret that is no JSON has none. */
export const keysOf = (templates: readonly ReadTemplate[], secret: Found): readonly string[] | undefined => {
  if (managed.includes(secret.resource.Type)) return ['username', 'password']
  if (secret.resource.Type !== 'AWS::SecretsManager::Secret') return undefined
  const keys = ownKeys(secret)
  return keys && isAttached(templates, secret) ? [...keys, ...attached] : keys
}

/** A secret by the text that a reference to it resolves to, `<import x>` or `<Secret.Arn>`, and what stands behind it. */
export const secretIn = (
  templates: readonly ReadTemplate[],
  from: ReadTemplate,
  text: string,
): { readonly secret: Found; readonly rest: string } | undefined => {
  const [, reference = '', rest = ''] = /^<([^>]+)>(.*)$/s.exec(text) ?? []
  const imported = /^import (.+)$/.exec(reference)?.[1]
  const made = imported === undefined ? undefined : exportsOf(templates, from.manifest.environment).get(imported)
  const secret = made
    ? follow(templates, made.template, made.value)
    : resourceIn(from, reference.slice(0, reference.indexOf('.') < 0 ? undefined : reference.indexOf('.')))
  return secret && { secret, rest }
}
