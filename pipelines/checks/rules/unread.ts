import type { Rule } from './rule.ts'

/** Files that no rule can look into. */
export const unread: Rule = (world) => world.unread
