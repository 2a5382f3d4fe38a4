import type { ResourceProvider, Shape } from '../service.ts'

/** A resource that is only remembered by its name: `Ref` is that name, in lower case as RDS keeps names. */
export const recordedGroup = (nameProperty: string, groups: Map<string, Shape>): ResourceProvider => ({
  recorded: true,
  create: async (properties, context) => {
    const name = String(properties[nameProperty] ?? context.physicalName(255)).toLowerCase()
    groups.set(name, properties)
    return { physicalId: name, attributes: { [nameProperty]: name } }
  },
  update: async (made, _, after) => {
    groups.set(made.physicalId, after)
    return made
  },
  remove: async (made) => {
    groups.delete(made.physicalId)
  },
})
