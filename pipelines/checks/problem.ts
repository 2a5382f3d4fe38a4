import type { Finding, Place } from '#model'

/** A finding before the table of rules gives it its code. */
export type Problem = Omit<Finding, 'code'>

type Words = readonly [says: string, fix: string]

/** Something that a service refuses, or that lets someone in. */
export const refuse = (at: Place, [says, fix]: Words): Problem => ({ severity: 'error', at, says, fix })

/** Something that works and should not stay. */
export const warn = (at: Place, [says, fix]: Words): Problem => ({ severity: 'warning', at, says, fix })
