import { type Delivery, type Environment, type Layer, type Stack, stack } from '#model'
import { isFor, type OwnStack } from '#model/way-out.ts'
import { prefixOf } from '../stacks/names.ts'
import { refuse } from './refuse.ts'

/** The own stacks of an environment, each after those it needs, which may be own ones that stand before it. */
export const ownStacks = (d: Delivery, e: Environment, layers: readonly Layer[]): readonly Stack[] => {
  const own = d.waysOut.filter((way): way is OwnStack => way.kind === 'own-stack' && isFor(way, e))
  const made: Stack[] = []
  for (const each of own) made.push(ownOf(d, e, { own: each, among: [...layers, ...made] }))
  return made
}

const ownOf = (d: Delivery, e: Environment, { own, among }: { own: OwnStack; among: readonly Layer[] }): Stack => {
  if (among.some((each) => each.id === own.id)) refuse.takenStack(own)
  const needs = own.needs.map((id) => [id, among.find((each) => each.id === id) ?? refuse.missingStack(own, id, among)])
  const place = { environment: e, prefix: prefixOf(d, e) }
  return stack({ delivery: d.name, environment: e, id: own.id, needs: Object.fromEntries(needs) }, (imports) =>
    own.build(imports, place),
  )
}
