// The delivery as its configuration says it should be: what a hand edit of a generated file is held against.
import type { Delivery, File } from '#model'
import { generate } from '../../generate.ts'
import { oncePer } from './once.ts'
import type { ReadTemplate } from './template.ts'
import { type World, worldOf } from './world.ts'

/** The files of a delivery, generated once however often it is checked. */
export const generatedFor: (delivery: Delivery) => readonly File[] = oncePer(generate)

const expectedWorld = oncePer((delivery: Delivery): World => worldOf(delivery, generatedFor(delivery)))

const templatesByPath = oncePer(
  (world: World): ReadonlyMap<string, ReadTemplate> => new Map(world.templates.map((each) => [each.path, each])),
)

/** Templates that are not as they would be generated, each with the one that would be. */
export const editedTemplates = (
  world: World,
): readonly { readonly edited: ReadTemplate; readonly expected: ReadTemplate }[] => {
  const generated = templatesByPath(expectedWorld(world.delivery))
  return world.templates.flatMap((edited) => {
    const expected = generated.get(edited.path)
    return expected && expected.text !== edited.text ? [{ edited, expected }] : []
  })
}
