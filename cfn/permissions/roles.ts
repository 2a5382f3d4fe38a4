// Every role of an environment as IAM will see it: who may take it, and what it may do.
import type { Stack } from '#model'
import { type Statement, statementsOf } from '../iam/document.ts'
import { type Placed, placedOf, readerOf } from './readable.ts'

/** A role that templates make. */
export interface FoundRole {
  /** The stack or nested template, and the role's logical id: `cicd/PipelineRole`. */
  readonly id: string
  readonly stack: string
  readonly logicalId: string
  readonly trust: readonly Statement[]
  readonly statements: readonly Statement[]
  /** Policies of AWS's or of the account's that are attached to it. */
  readonly attached: readonly string[]
}

/** The roles in some stacks, nested templates included. */
export const rolesIn = (stacks: readonly Stack[]): readonly FoundRole[] => {
  const all = placedOf(stacks)
  const read = readerOf(all)
  return all.flatMap((place) =>
    Object.entries(place.template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
      .map(([logicalId, { Properties = {} }]) => ({
        id: `${place.id}/${logicalId}`,
        stack: place.id,
        logicalId,
        trust: statementsOf(resolved(Properties.AssumeRolePolicyDocument, place, read)),
        statements: listOf(Properties.Policies).flatMap((each) =>
          statementsOf(resolved((each as { readonly PolicyDocument: unknown }).PolicyDocument, place, read)),
        ),
        attached: listOf(Properties.ManagedPolicyArns).map((each) => read(place, each)),
      })),
  )
}

const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [])

type Read = ReturnType<typeof readerOf>

const isIntrinsic = (value: object): boolean => {
  const [key = '', ...others] = Object.keys(value)
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))
}

/** A part of a template with its intrinsics replaced by what they read as. */
const resolved = (value: unknown, place: Placed, read: Read): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolved(each, place, read))
  if (typeof value !== 'object' || value === null) return value
  if (isIntrinsic(value)) return read(place, value)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, place, read)]))
}
