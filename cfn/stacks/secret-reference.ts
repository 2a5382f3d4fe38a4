import type { Value } from '#model/value.ts'
import { sub } from '../template/intrinsics.ts'
import type { SecretPlace } from './facts.ts'

/**
 * How a reader spells a key inside a secret: a task's `ValueFrom` wants all four fields, `arn:key:stage:version`, a
 * build's environment variable takes `arn:key`. Amazon ECS Developer Guide, "Pass Secrets Manager secrets through
 * Amazon ECS environment variables"; AWS CodeBuild User Guide, "Build specification reference", secrets-manager.
 */
export const secretValueFrom = (place: SecretPlace, reader: 'task' | 'build'): Value<'text' | 'secret-arn'> => {
  if (!place.key) return place.arn
  return reader === 'task' ? sub`${place.arn}:${place.key}::` : sub`${place.arn}:${place.key}`
}
