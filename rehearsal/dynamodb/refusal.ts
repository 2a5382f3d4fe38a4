// What DynamoDB refuses, in its own words.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
import { AwsError, awsError, type Shape } from '../service.ts'

/** A request that breaks a rule. */
export const invalid = (message: string): AwsError => awsError('ValidationException', message)

/** A parameter or a value that breaks a rule. */
export const invalidValue = (message: string): AwsError =>
  invalid(`One or more parameter values were invalid: ${message}`)

/** A key that does not fit its table: it refuses a single operation, and cancels a transaction. */
export class SchemaMismatch extends AwsError {
  constructor(message: string) {
    super('ValidationException', message, { status: 400 })
  }
}

/** A `Key` that is not what the table's KeySchema says. */
export const keyMismatch = (): SchemaMismatch =>
  new SchemaMismatch('The provided key element does not match the schema')

/** A table that is not there. Operations on items do not say which one. */
export const noTable = (name?: string): AwsError =>
  awsError(
    'ResourceNotFoundException',
    `Requested resource not found${name === undefined ? '' : `: Table: ${name} not found`}`,
  )

/** A condition that does not hold, with the item it met when that was asked for. */
export const conditionFailed = (members: Shape = {}): AwsError =>
  new AwsError('ConditionalCheckFailedException', 'The conditional request failed', { status: 400, members })

const namespaces: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate',
  SerializationException: 'com.amazon.coral.service',
}

/** The same error with the namespace that its `__type` carries. */
export const namespaced = ({ code, message, status, members }: AwsError): AwsError =>
  new AwsError(`${namespaces[code] ?? 'com.amazonaws.dynamodb.v20120810'}#${code}`, message, { status, members })
