import { s3AddressOfUrl } from '../s3/s3-request.ts'
import type { Engine } from './engine.ts'
import type { StackResource } from './stack.ts'

/** True for a nested stack whose template has other content now, though its URL is the same. */
export const nestedTemplateChanged = (
  { stacks, sources }: Engine,
  { type, made, properties }: StackResource,
): boolean => {
  if (type !== 'AWS::CloudFormation::Stack' || !made) return false
  const address = s3AddressOfUrl(String(properties.TemplateURL ?? ''))
  const text = address && sources.object(address.bucket, address.key)?.toString('utf8')
  return text !== undefined && text !== stacks.get(made.physicalId)?.target?.text
}
