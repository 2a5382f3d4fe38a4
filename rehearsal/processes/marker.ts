// Every process of a rehearsal carries its id in its environment from birth: that is how the watchdog finds them all.

/** The environment variable that marks a process as belonging to a rehearsal. */
export const marker = 'LAUNCHWAY_REHEARSAL'

/** The marker of one rehearsal as an environment. */
export const marked = (id: string): Record<string, string> => ({ [marker]: id })
