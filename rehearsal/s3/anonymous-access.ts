// What a bucket policy opens to everybody. Statements with conditions open nothing here.
import { likePattern } from '../iam/condition-operators.ts'
import type { Shape } from '../service.ts'

const list = (value: unknown): readonly string[] => [value ?? []].flat().map(String)

const names = ({ Principal, Action, Resource, Condition }: Shape, arn: string): boolean =>
  (Principal === '*' || list(Principal?.AWS).includes('*')) &&
  list(Action).some((action) => likePattern(action, 'is').test('s3:GetObject')) &&
  list(Resource).some((resource) => likePattern(resource).test(arn)) &&
  Condition === undefined

/** Whether anybody may read an object. */
export const isOpen = (policy: string | undefined, bucket: string, key: string): boolean => {
  if (policy === undefined) return false
  const statements = [JSON.parse(policy).Statement ?? []].flat() as Shape[]
  const applying = statements.filter((statement) => names(statement, `arn:aws:s3:::${bucket}/${key}`))
  return applying.some(({ Effect }) => Effect === 'Allow') && applying.every(({ Effect }) => Effect === 'Allow')
}
