import { isRecord } from '#cfn/analysis/template.ts'
import { isLike } from '#cfn/iam/pattern.ts'
import { type Found, follow, resourcesOf } from './follow.ts'
import { oncePer } from './once.ts'
import type { ReadTemplate } from './template.ts'
import { listOf, recordOf } from './walk.ts'

/** A statement with everything resolved to texts. */
export interface ReadStatement {
  readonly effect: string
  readonly actions: readonly string[]
  readonly isNot: boolean
  readonly resources: readonly string[]
  /** Operator and key, joined by a space, with the values. */
  readonly conditions: ReadonlyMap<string, readonly string[]>
}

/** A role with what it may do, and by whom it may be taken. */
export interface ReadRole extends Found {
  readonly name?: string
  readonly trust: readonly ReadStatement[]
  readonly statements: readonly ReadStatement[]
}

const textsOf = (value: unknown): readonly string[] => listOf(value).map(String)

const conditionsOf = (value: unknown): ReadStatement['conditions'] =>
  new Map(
    Object.entries(recordOf(value)).flatMap(([operator, keys]) =>
      Object.entries(recordOf(keys)).map(([key, texts]) => [`${operator} ${key}`, textsOf(texts)] as const),
    ),
  )

const statementsOf = (template: ReadTemplate, document: unknown): readonly ReadStatement[] =>
  listOf(recordOf(document).Statement)
    .filter(isRecord)
    // Part by part, so that one reference that leads nowhere hides nothing else.
    .map((each) => Object.fromEntries(Object.entries(each).map(([key, part]) => [key, template.resolved(part)])))
    .map((each) => ({
      effect: String(each.Effect),
      actions: textsOf(each.Action ?? each.NotAction),
      isNot: 'NotAction' in each,
      resources: textsOf(each.Resource),
      conditions: conditionsOf(each.Condition),
    }))

// Managed policies of the same template, by reference.
const managedIn = (template: ReadTemplate, properties: Readonly<Record<string, unknown>>): readonly unknown[] =>
  listOf(properties.ManagedPolicyArns).flatMap((each) => {
    const policy = template.template.Resources[String(recordOf(each).Ref)]
    return policy?.Type === 'AWS::IAM::ManagedPolicy' ? [policy.Properties?.PolicyDocument] : []
  })

/** A role of a template. */
const readRole = oncePer((found: Found): ReadRole => {
  const { template, properties } = found
  const name = template.resolved(properties.RoleName)
  return {
    ...found,
    ...(typeof name === 'string' && { name }),
    trust: statementsOf(template, properties.AssumeRolePolicyDocument),
    statements: [
      ...listOf(properties.Policies).map((each) => recordOf(each).PolicyDocument),
      ...managedIn(template, properties),
    ].flatMap((document) => statementsOf(template, document)),
  }
})

/** Every role of a template. */
export const rolesIn = oncePer((template: ReadTemplate): readonly ReadRole[] =>
  resourcesOf([template], 'AWS::IAM::Role').map(readRole),
)

/** The role that a property of a resource leads to. */
export const roleAt = (
  templates: readonly ReadTemplate[],
  { template, properties }: Found,
  key: string,
): ReadRole | undefined => {
  const found = follow(templates, template, properties[key])
  return found?.resource.Type === 'AWS::IAM::Role' ? readRole(found) : undefined
}

/** The ARN of a role whose name its template gives. */
export const arnOf = ({ name, template }: ReadRole): string | undefined =>
  name === undefined ? undefined : `arn:aws:iam::${template.manifest.account}:role/${name}`

/** The role that an ARN names, when a template makes it. */
export const roleOfArn = ({ roles }: { readonly roles: readonly ReadRole[] }, arn: string): ReadRole | undefined =>
  roles.find((each) => arnOf(each) === arn)

/** True when a statement allows the action, whatever on. Actions are compared without case. */
export const allows = ({ effect, actions, isNot }: ReadStatement, action: string): boolean =>
  effect === 'Allow' && actions.some((each) => isLike(each.toLowerCase(), action.toLowerCase())) !== isNot

const answersOf = oncePer((_: ReadRole) => new Map<string, boolean>())

/** True when a role may do something, whatever on. Asked for many actions of every role, and answered once. */
export const may = (role: ReadRole, action: string): boolean => {
  const answers = answersOf(role)
  const answer = answers.get(action) ?? role.statements.some((each) => allows(each, action))
  answers.set(action, answer)
  return answer
}
