import type { Change, Plan, StackChange } from '#model'

/** How many resources are made, changed, replaced and removed, nested stacks included. */
export interface Counts {
  readonly add: number
  readonly modify: number
  readonly replace: number
  readonly remove: number
}

/** Every change of a stack and of the stacks inside it, each with the path of stacks it lies in. */
export const flat = (changes: readonly Change[], inside = ''): readonly (Change & { readonly path: string })[] =>
  changes.flatMap((change) => [
    { ...change, path: `${inside}${change.logicalId}` },
    ...flat(change.nested ?? [], `${inside}${change.logicalId}/`),
  ])

const replaces = (change: Change) => change.action === 'Modify' && change.replacement === 'True'

/** Counts changes; a certain replacement is counted as one, not as a modification. */
export const countsOf = (changes: readonly Change[]): Counts => {
  const all = flat(changes)
  const count = (is: (change: Change) => boolean) => all.filter(is).length
  return {
    add: count((change) => change.action === 'Add' || change.action === 'Import'),
    modify: count((change) => change.action === 'Modify' && !replaces(change)),
    replace: count(replaces),
    remove: count((change) => change.action === 'Remove'),
  }
}

/** `12 to add, 1 to replace`, or `no change`. */
export const sayCounts = (counts: Counts): string =>
  Object.entries(counts)
    .filter(([, many]) => many > 0)
    .map(([what, many]) => `${many} to ${what}`)
    .join(', ') || 'no change'

/** The changes that may lose something: removals and possible replacements. They are always shown. */
export const isRisky = (change: Change): boolean =>
  change.action === 'Remove' ||
  change.action === 'Dynamic' ||
  (change.action === 'Modify' && (change.replacement === 'True' || change.replacement === 'Conditional'))

/** What happens to a resource, in one word. */
export const verbOf = (change: Change): string => {
  if (change.action !== 'Modify') return change.action
  if (change.replacement === 'True') return 'Replace'
  return change.replacement === 'Conditional' ? 'Modify or replace' : 'Modify'
}

/** Why a change happens: the properties behind it, those that recreate first. */
export const becauseOf = (change: Change): string => {
  const weight = { Always: 0, Conditionally: 1, Never: 2 }
  return [...change.properties]
    .sort((one, other) => weight[one.recreates] - weight[other.recreates])
    .map(({ path, before, after }) =>
      before !== undefined || after !== undefined ? `${path}: ${before ?? 'nothing'} → ${after ?? 'nothing'}` : path,
    )
    .join('; ')
}

/** The changes of all stacks of a plan. */
export const allChanges = (plan: Plan): readonly Change[] => plan.stacks.flatMap((stack: StackChange) => stack.changes)
