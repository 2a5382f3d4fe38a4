// `#{namespace.key}` in action configurations.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html

export type Namespaces = ReadonlyMap<string, Readonly<Record<string, string>>>

/** A reference to a variable that no action of the execution has set. */
export class UnknownVariable extends Error {}

/** A text with every variable replaced by its value. */
export const resolveVariables = (text: string, namespaces: Namespaces): string =>
  text.replace(/#\{([\w@-]+)\.([\w@-]+)\}/g, (reference, namespace: string, key: string) => {
    const value = namespaces.get(namespace)?.[key]
    if (value !== undefined) return value
    const known = [...(namespaces.get(namespace) ? Object.keys(namespaces.get(namespace) ?? {}) : namespaces.keys())]
    const what = namespaces.has(namespace)
      ? `variable "${key}" in namespace "${namespace}"`
      : `namespace "${namespace}"`
    throw new UnknownVariable(
      `The reference ${reference} cannot be resolved: no ${what}; there are: ${known.join(', ') || 'none'}`,
    )
  })
