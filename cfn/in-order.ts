import type { Stack } from '#model'

/** The stacks, each after those it needs, otherwise in the order they were given. */
export const inOrder = (stacks: readonly Stack[]): readonly Stack[] => {
  const done = new Set<Stack>()
  const place = (stack: Stack): readonly Stack[] => {
    if (done.has(stack)) return []
    done.add(stack)
    return [...stacks.filter((each) => stack.needs.includes(each)).flatMap(place), stack]
  }
  return stacks.flatMap(place)
}
