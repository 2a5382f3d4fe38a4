// Who may call a function beside its own account: AddPermission, RemovePermission, GetPolicy.
// Lambda Developer Guide, "Working with resource-based IAM policies in Lambda".
import { likePattern } from '../iam/condition-operators.ts'
import { awsError, type Shape } from '../service.ts'
import type { LambdaFunction, PolicyStatement } from './state.ts'

/** Who calls: a service, on behalf of a resource. */
export interface Caller {
  readonly service: string
  readonly sourceArn: string
  readonly account: string
}

/** Adds the statement that an AddPermission input describes. */
export const addStatement = (func: LambdaFunction, given: Shape, qualifier = ''): PolicyStatement => {
  const statements = func.policies.get(qualifier) ?? []
  const statement: PolicyStatement = {
    sid: String(given.StatementId),
    action: String(given.Action),
    principal: String(given.Principal),
    sourceArn: given.SourceArn,
    sourceAccount: given.SourceAccount,
  }
  if (statements.some(({ sid }) => sid === statement.sid)) {
    throw awsError(
      'ResourceConflictException',
      `The statement id (${statement.sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      409,
    )
  }
  func.policies.set(qualifier, [...statements, statement])
  return statement
}

/** Removes a statement. */
export const removeStatement = (func: LambdaFunction, sid: string, qualifier = ''): void => {
  const statements = func.policies.get(qualifier) ?? []
  if (!statements.some((one) => one.sid === sid))
    throw awsError('ResourceNotFoundException', `Statement ${sid} is not found in resource policy.`, 404)
  func.policies.set(
    qualifier,
    statements.filter((one) => one.sid !== sid),
  )
}

/** A statement as the policy document has it. */
export const statementShape = (statement: PolicyStatement, functionArn: string): Shape => {
  const { sid, action, principal, sourceArn, sourceAccount } = statement
  const service = principal.includes('.amazonaws.com')
  const condition = {
    ...(sourceArn && { ArnLike: { 'AWS:SourceArn': sourceArn } }),
    ...(sourceAccount && { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
  }
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: service ? { Service: principal } : principal === '*' ? '*' : { AWS: principal },
    Action: action,
    Resource: functionArn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  }
}

/** Whether a service may invoke the function. */
export const mayInvoke = (func: LambdaFunction, caller: Caller, qualifier = ''): boolean =>
  (func.policies.get(qualifier) ?? []).some(
    ({ action, principal, sourceArn, sourceAccount }) =>
      likePattern(action, 'is').test('lambda:InvokeFunction') &&
      (principal === caller.service || principal === '*') &&
      (sourceArn === undefined || likePattern(sourceArn, 'is').test(caller.sourceArn)) &&
      (sourceAccount === undefined || sourceAccount === caller.account),
  )
