// What CloudFormation's own resource specification says about each type; made by scripts/generate/replacement.ts.

/** The facts of one resource type. Property paths are dotted and without list indexes: `Listeners.Port`. */
export interface ResourceFacts {
  /** The properties or attributes that make up what Ref returns. */
  readonly ref?: readonly string[]
  /** The property that holds the tags. */
  readonly tags?: string
  /** Paths whose change makes a new resource. */
  readonly replace?: readonly string[]
  /** Paths whose change may make a new resource. */
  readonly maybe?: readonly string[]
  readonly required?: readonly string[]
  readonly properties?: readonly string[]
  /** What Fn::GetAtt gives; anything but a string is written `Name:type`. */
  readonly attributes?: readonly string[]
}

/** Looks up the facts of a type; undefined for a type AWS does not have. */
export type FactsOf = (type: string) => ResourceFacts | undefined

/** Whether a change of one property makes a new resource, in the words of a change set. */
export type RequiresRecreation = 'Never' | 'Conditionally' | 'Always'

let loading: Promise<FactsOf> | undefined

/** Loads the facts of all types, once and only when asked: generating templates must not pay for them. */
export const loadFacts = (): Promise<FactsOf> => {
  loading ??= import('./replacement.generated.json', { with: { type: 'json' } }).then((file) => {
    const facts = file.default as Readonly<Record<string, ResourceFacts>>
    return (type) => (Object.hasOwn(facts, type) ? facts[type] : undefined)
  })
  return loading
}

/** Whether changing a property path (`/Properties/Listeners/0/Port` or `Listeners.Port`) makes a new resource. */
export const recreationOf = (facts: ResourceFacts | undefined, path: string): RequiresRecreation => {
  const parts = path
    .replace(/^\/Properties\//, '')
    .split(/[/.]/)
    .filter((part) => !/^\d+$/.test(part))
  const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join('.'))
  if (prefixes.some((prefix) => facts?.replace?.includes(prefix))) return 'Always'
  return prefixes.some((prefix) => facts?.maybe?.includes(prefix)) ? 'Conditionally' : 'Never'
}
