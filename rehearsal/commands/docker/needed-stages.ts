import { type Dockerfile, flag, type Stage } from './dockerfile.ts'

/** The stages that a target is made from, in their order: what is not needed is not built. */
export const neededStages = ({ stages }: Dockerfile, target: number): readonly number[] => {
  const needed = new Set<number>()
  const indexOf = (name: string, before: number) => {
    const byName = stages.findIndex((stage, index) => index < before && stage.name === name.toLowerCase())
    return byName >= 0 ? byName : /^\d+$/.test(name) && Number(name) < before ? Number(name) : -1
  }
  const need = (index: number) => {
    if (index < 0 || needed.has(index)) return
    needed.add(index)
    const stage = stages[index] as Stage
    const mounts = stage.instructions.flatMap((one) => one.flags.map(({ value }) => /from=([^,]+)/.exec(value)?.[1]))
    const froms = [stage.image, ...stage.instructions.map((one) => flag(one, 'from')), ...mounts]
    for (const from of froms) if (from) need(indexOf(from, index))
  }
  need(target)
  return [...needed].sort((a, b) => a - b)
}
