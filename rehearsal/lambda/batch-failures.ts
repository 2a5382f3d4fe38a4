import type { Invoked } from './invoke.ts'

/**
 * What a function says of a batch: nothing failed, these failed, or all of it did.
 * Lambda Developer Guide, "Configuring partial batch response with DynamoDB and Lambda", "… with Amazon SQS".
 */
export type BatchResult = 'done' | 'failed' | { readonly failures: readonly string[] }

/** Reads the result of a batch; `known` holds the identifiers that may be named. */
export const batchResult = (invoked: Invoked, reported: boolean, known: readonly string[]): BatchResult => {
  if (invoked.functionError) return 'failed'
  if (!reported) return 'done'
  const given = JSON.parse(invoked.payload.toString('utf8')) as {
    batchItemFailures?: { itemIdentifier?: unknown }[] | null
  } | null
  const failures = given?.batchItemFailures ?? []
  if (!Array.isArray(failures)) return 'failed'
  if (failures.length === 0) return 'done'
  const named = failures.map((failure) => failure?.itemIdentifier)
  return named.every((id): id is string => typeof id === 'string' && known.includes(id))
    ? { failures: named }
    : 'failed'
}
