// A policy document as plain lists: IAM takes one value where a list of one belongs, nearly everywhere.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import { isRecord } from '../analysis/template.ts'

/** The keys from the top of a document to a part of it. */
export type Keys = readonly (string | number)[]

/** One comparison of a statement: an operator, a condition key and the values it is compared with. */
export interface Condition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
  readonly keys: Keys
}

/** One statement of a policy document. */
export interface Statement {
  readonly effect: string
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
  readonly resources: readonly string[]
  readonly notResources: readonly string[]
  /** The kind (`AWS`, `Service`, `Federated`, `*`) with each of its values; undefined where the policy names nobody. */
  readonly principals?: readonly { readonly kind: string; readonly value: string }[]
  readonly notPrincipals: boolean
  readonly conditions: readonly Condition[]
  readonly keys: Keys
  readonly given: Readonly<Record<string, unknown>>
}

// A value as a list of texts.
const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map((each) =>
    typeof each === 'string' ? each : (JSON.stringify(each) ?? ''),
  )

const principalsOf = (value: unknown): Statement['principals'] => {
  if (value === undefined || value === null) return undefined
  if (!isRecord(value)) return textsOf(value).map((text) => ({ kind: text === '*' ? '*' : 'AWS', value: text }))
  return Object.entries(value).flatMap(([kind, given]) => textsOf(given).map((text) => ({ kind, value: text })))
}

const conditionsOf = (value: unknown, keys: Keys): readonly Condition[] =>
  Object.entries(isRecord(value) ? value : {}).flatMap(([operator, inside]) =>
    Object.entries(isRecord(inside) ? inside : {}).map(([key, values]) => ({
      operator,
      key,
      values: textsOf(values),
      keys: [...keys, 'Condition', operator, key],
    })),
  )

const statementOf = (given: Readonly<Record<string, unknown>>, keys: Keys): Statement => {
  const principals = principalsOf(given.Principal)
  return {
    effect: String(given.Effect),
    actions: textsOf(given.Action),
    notActions: textsOf(given.NotAction),
    resources: textsOf(given.Resource),
    notResources: textsOf(given.NotResource),
    ...(principals && { principals }),
    notPrincipals: 'NotPrincipal' in given,
    conditions: conditionsOf(given.Condition, keys),
    keys,
    given,
  }
}

/** The statements of a document; one that is no list counts as a list of one. */
export const statementsOf = (document: unknown): readonly Statement[] => {
  const given = isRecord(document) ? document.Statement : undefined
  const many = Array.isArray(given)
  return (many ? given : [given]).flatMap((each, at) =>
    isRecord(each) ? [statementOf(each, many ? ['Statement', at] : ['Statement'])] : [],
  )
}
