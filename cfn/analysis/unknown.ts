// A value CloudFormation learns only while it applies a template. It is carried, never guessed.
import { isRecord } from './template.ts'

const mark = Symbol('known after apply')

/** A value that does not exist yet, named after what will give it, as in `Web.Arn`. */
export interface Unknown {
  readonly [mark]: true
  readonly of: string
  readonly toJSON: () => string
}

/** The text change sets show in place of such a value (DescribeChangeSet, `AfterContext`). */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}'

/** A value that only `of` can give, later. Two of them are the same value when their `of` is the same. */
export const unknownOf = (of: string): Unknown => ({ [mark]: true, of, toJSON: () => KNOWN_AFTER_APPLY })

/** True for a value that is known only after apply. */
export const isUnknown = (value: unknown): value is Unknown => isRecord(value) && mark in value

/** Every unknown inside a value, the value itself included. */
export const unknownsIn = (value: unknown): readonly Unknown[] => {
  if (isUnknown(value)) return [value]
  if (Array.isArray(value)) return value.flatMap(unknownsIn)
  return isRecord(value) ? Object.values(value).flatMap(unknownsIn) : []
}
