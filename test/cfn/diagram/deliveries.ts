import { drawnStacks } from '#cfn/diagram/drawn-stacks.ts'
import type { Picture } from '#cfn/diagram/picture.ts'
import { picturesOf } from '#cfn/diagram/pictures.ts'
import { manifestFrom } from '#pipelines/generate.ts'
import { goldenCases } from '../../golden/cases.ts'

/** The pictures of every golden delivery's first environment, by its name. */
export const goldenPictures = async (): Promise<
  readonly { readonly name: string; readonly pictures: readonly Picture[] }[]
> =>
  (await goldenCases()).map(({ name, delivery }) => {
    const [environment] = delivery.environments
    if (!environment) throw new Error(`${name} has no environment`)
    return { name, pictures: picturesOf(drawnStacks(manifestFrom(delivery, environment).stacks)) }
  })
