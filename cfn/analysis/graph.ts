// Which resource of a template needs which, from Ref, Fn::GetAtt, Fn::Sub and DependsOn.
import { referencesIn } from './references.ts'
import type { Template, TemplateResource } from './template.ts'

/** For every resource, the resources it needs, sorted. */
export type Graph = Readonly<Record<string, readonly string[]>>

/** The graph of a template's resources, or of the ones listed. */
export const graphOf = (template: Template, included: readonly string[] = Object.keys(template.Resources)): Graph => {
  const inside = new Set(included)
  return Object.fromEntries(
    included.map((logicalId) => {
      const needs = needsOf(template.Resources[logicalId]).filter((name) => inside.has(name))
      return [logicalId, [...new Set(needs)].sort()]
    }),
  )
}

/** The names in DependsOn, one or several. */
export const dependsOn = (resource: TemplateResource | undefined): readonly string[] =>
  [resource?.DependsOn ?? []].flat().filter((name) => typeof name === 'string')

const needsOf = (resource: TemplateResource | undefined): readonly string[] => [
  ...dependsOn(resource),
  ...referencesIn([resource?.Properties, resource?.Metadata, resource?.UpdatePolicy, resource?.CreationPolicy]).map(
    ({ name }) => name,
  ),
]

/** The resources in an order in which every one follows what it needs; cycle members, if any, are left out. */
export const orderOf = (graph: Graph): readonly string[] => {
  const order: string[] = []
  const placed = new Set<string>()
  let rest = Object.keys(graph)
  for (;;) {
    const ready = rest.filter((name) => graph[name]?.every((need) => placed.has(need)))
    if (!ready.length) return order
    for (const name of ready) placed.add(name)
    order.push(...ready)
    rest = rest.filter((name) => !placed.has(name))
  }
}

/** The resources that need each other in a circle, sorted; empty when the graph can be built. */
export const cycleIn = (graph: Graph): readonly string[] => {
  const buildable = new Set(orderOf(graph))
  let stuck = Object.keys(graph).filter((name) => !buildable.has(name))
  // What merely waits for a circle is not part of it: nothing in the rest needs it.
  for (;;) {
    const needed = new Set(stuck.flatMap((name) => graph[name] ?? []))
    const kept = stuck.filter((name) => needed.has(name))
    if (kept.length === stuck.length) return [...stuck].sort()
    stuck = kept
  }
}

/** The graph with its arrows turned: for every resource, the resources that need it. */
export const dependantsOf = (graph: Graph): Graph => {
  const entries = Object.keys(graph).map((name) => [
    name,
    Object.keys(graph).filter((other) => graph[other]?.includes(name)),
  ])
  return Object.fromEntries(entries)
}
