import type { ResourceProvider, Shape } from '../service.ts'
import type { LogGroups } from './log-store.ts'

/** `AWS::Logs::LogGroup`: Ref is the name; the Arn attribute ends in `:*` (aws-resource-logs-loggroup). */
export const logGroupProvider = (store: {
  readonly groups: LogGroups
  readonly createGroup: (name: string, properties: Shape) => void
}): ResourceProvider => ({
  create: async (properties, context) => {
    const name = properties.LogGroupName ?? context.physicalName(512)
    if (store.groups.has(name))
      throw new Error(
        `Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"${name}"}' already exists.`,
      )
    store.createGroup(name, properties)
    return { physicalId: name, attributes: { Arn: `${store.groups.get(name)!.arn}:*` } }
  },
  update: async (made, _, after) => {
    const group = store.groups.get(made.physicalId)
    if (group) {
      group.retentionInDays = after.RetentionInDays === undefined ? undefined : Number(after.RetentionInDays)
      group.kmsKeyId = after.KmsKeyId
    }
    return made
  },
  remove: async (made) => {
    store.groups.delete(made.physicalId)
  },
})
