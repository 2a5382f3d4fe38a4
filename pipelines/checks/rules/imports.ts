import type { Place } from '#model'
import type { CommittedManifest } from '../../manifest.ts'
import { instead } from '../nearest.ts'
import { type Problem, refuse } from '../problem.ts'
import { exportsOf } from '../read/follow.ts'
import { intrinsicsOf } from '../read/intrinsics.ts'
import type { ReadTemplate } from '../read/template.ts'
import type { World } from '../read/world.ts'
import type { Rule } from './rule.ts'

interface Imported {
  readonly name: string
  readonly at: () => Place
  readonly template: ReadTemplate
}

const importsIn = (template: ReadTemplate) =>
  intrinsicsOf(template.template).imports.flatMap(({ keys, value }) => {
    const name = template.resolved(value)
    return typeof name === 'string' && !name.includes('<') ? [{ name, at: () => template.at(...keys) }] : []
  })

const eachImport = (world: World, judge: (one: Imported) => readonly Problem[]) =>
  world.templates.flatMap((template) => importsIn(template).flatMap((each) => judge({ ...each, template })))

/** Imports of what no stack of the environment exports. */
export const importWithoutExport: Rule = (world) =>
  eachImport(world, ({ name, at, template }) => {
    const { environment } = template.manifest
    const exported = exportsOf(world.templates, environment)
    return exported.has(name)
      ? []
      : [
          refuse(at(), [
            `no stack of ${environment} exports "${name}"`,
            instead(name, [...exported.keys()].reverse(), 'export'),
          ]),
        ]
  })

/** Imports from a stack that is deployed later, or that the manifest does not wait for. */
export const importBeforeExport: Rule = (world) => {
  const places = new Map<CommittedManifest, ReadonlyMap<string, number>>()
  const placesIn = (manifest: CommittedManifest) => {
    const known = places.get(manifest) ?? new Map(manifest.stacks.map(({ id }, at) => [id, at]))
    places.set(manifest, known)
    return (id: string) => known.get(id) ?? -1
  }
  return eachImport(world, ({ name, at, template }) => {
    const made = exportsOf(world.templates, template.manifest.environment).get(name)
    if (!made) return []
    const position = placesIn(template.manifest)
    const isEarlier = position(made.template.stack.id) < position(template.stack.id)
    return isEarlier && template.stack.needs.includes(made.template.stack.name)
      ? []
      : [
          refuse(at(), [
            `stack "${template.stack.id}" imports "${name}", but is not deployed after stack "${made.template.stack.id}"`,
            `add "${made.template.stack.name}" to the needs of stack "${template.stack.id}", and put it behind that one`,
          ]),
        ]
  })
}
