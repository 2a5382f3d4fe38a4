import type { AttributeValue } from '../values/attribute-value.ts'
import type { Path } from './path.ts'

/** What SET puts in place. */
export type SetValue =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: SetValue }
  | { readonly kind: 'list_append' | '+' | '-'; readonly left: SetValue; readonly right: SetValue }

/** One change of an UpdateExpression. */
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
export type Action =
  | { readonly kind: 'SET'; readonly path: Path; readonly to: SetValue }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly value: AttributeValue }
