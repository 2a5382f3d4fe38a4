// Whether a bucket lets a distribution read: private-content-restricting-access-to-s3.
import type { Shape } from '../service.ts'

const list = (value: unknown): string[] => [value ?? []].flat().map(String)

const like = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(value)

const names = (principal: unknown): boolean => {
  if (principal === '*') return true
  const { Service, AWS } = (principal ?? {}) as Shape
  return list(Service).includes('cloudfront.amazonaws.com') || list(AWS).includes('*')
}

const meets = (conditions: Shape, arn: string): boolean =>
  Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys as Shape).every(([key, values]) => {
      if (key.toLowerCase() !== 'aws:sourcearn') return key.toLowerCase() === 'aws:sourceaccount' || operator === 'Bool'
      return list(values).some((value) => (/Like|Arn/.test(operator) ? like(value, arn) : value === arn))
    }),
  )

/** Whether the bucket's policy allows the distribution this action. Statements that deny are not evaluated. */
export const bucketAllows = (policy: string | undefined, action: string, distributionArn: string): boolean =>
  policy !== undefined &&
  statementsOf(JSON.parse(policy).Statement).some(
    (statement) =>
      statement.Effect === 'Allow' &&
      names(statement.Principal) &&
      list(statement.Action).some((allowed) => like(allowed.toLowerCase(), action.toLowerCase())) &&
      meets(statement.Condition ?? {}, distributionArn),
  )

const statementsOf = (statements: unknown): Shape[] => [statements ?? []].flat() as Shape[]
