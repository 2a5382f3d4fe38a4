// IAM policy documents, typed. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import type { Value } from '#model/value.ts'
import type { Text } from './given.ts'

/** An action as `service:Operation`. */
export type ActionName = `${Lowercase<string>}:${string}`

/** What a statement compares with, as far as we compare. */
export type Operator =
  | 'StringEquals'
  | 'StringLike'
  | 'StringNotEquals'
  | 'ArnEquals'
  | 'ArnLike'
  | 'Bool'
  | 'NumericLessThan'
  | 'Null'

/** Condition operator → condition key → the texts it may be. */
export type Conditions = { readonly [O in Operator]?: Readonly<Record<string, Text | readonly Text[]>> }

/** Who a statement speaks of. */
export type Principal =
  | '*'
  | { readonly Service: string | readonly string[] }
  | { readonly AWS: Text | readonly Text[] }
  | { readonly Federated: Text | Value<'oidc-provider-arn'> }

/** One statement. */
export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: Principal
  readonly Action: ActionName | '*' | readonly ActionName[]
  readonly Resource?: Text | readonly Text[]
  readonly Condition?: Conditions
}

/** A policy document. The old version of the language lacks policy variables, so there is only this one. */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** A document of some statements. */
export const policy = (...statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
})

/** Allows actions on resources; `when` narrows it. */
export const allow = (
  actions: readonly ActionName[],
  resources: Text | readonly Text[],
  when?: Conditions,
): Statement => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
  ...(when && { Condition: when }),
})

/** Lets an AWS service take the role, on behalf of this account only where the service says whom it acts for. */
export const trustService = (service: `${string}.amazonaws.com`, when?: Conditions): PolicyDocument =>
  policy({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    ...(when && { Condition: when }),
  })
