import type { Place } from '#model'
import type { CommittedManifest } from '../../manifest.ts'
import { instead } from '../nearest.ts'
import { refuse } from '../problem.ts'
import { exportsOf } from '../read/follow.ts'
import { intrinsicsOf } from '../read/intrinsics.ts'
import { oncePer } from '../read/once.ts'
import type { ReadTemplate } from '../read/template.ts'
import type { Rule } from './rule.ts'

interface Imported {
  readonly name: string
  readonly at: () => Place
}

const importsIn = oncePer((template: ReadTemplate): readonly Imported[] =>
  intrinsicsOf(template.template).imports.flatMap(({ keys, value }) => {
    const name = template.resolved(value)
    return typeof name === 'string' && !name.includes('<') ? [{ name, at: () => template.at(...keys) }] : []
  }),
)

/** Imports of what no stack of the environment exports. */
export const importWithoutExport: Rule = ({ templates }) =>
  templates.flatMap((template) => {
    const { environment } = template.manifest
    const exported = exportsOf(templates, environment)
    return importsIn(template)
      .filter(({ name }) => !exported.has(name))
      .map(({ name, at }) =>
        refuse(at(), [
          `no stack of ${environment} exports "${name}"`,
          instead(name, [...exported.keys()].reverse(), 'export'),
        ]),
      )
  })

const placesIn = oncePer(
  ({ stacks }: CommittedManifest): ReadonlyMap<string, number> => new Map(stacks.map(({ id }, at) => [id, at])),
)

// Of two stacks, the one that is deployed first comes first; one that the manifest does not know comes before all.
const isEarlier = (manifest: CommittedManifest, one: string, other: string): boolean =>
  (placesIn(manifest).get(one) ?? -1) < (placesIn(manifest).get(other) ?? -1)

/** Imports from a stack that is deployed later, or that the manifest does not wait for. */
export const importBeforeExport: Rule = ({ templates }) =>
  templates.flatMap((template) => {
    const { manifest, stack } = template
    const exported = exportsOf(templates, manifest.environment)
    return importsIn(template).flatMap(({ name, at }) => {
      const maker = exported.get(name)?.template.stack
      return !maker || (isEarlier(manifest, maker.id, stack.id) && stack.needs.includes(maker.name))
        ? []
        : [
            refuse(at(), [
              `stack "${stack.id}" imports "${name}", but is not deployed after stack "${maker.id}"`,
              `add "${maker.name}" to the needs of stack "${stack.id}", and put it behind that one`,
            ]),
          ]
    })
  })
