import { constants, setPriority } from 'node:os'

/** What would run on a machine of its own takes no time from the builds, which AWS runs elsewhere. */
export const lowerPriority = (pid: number): void => {
  try {
    if (pid > 0) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended, or the system does not allow it: then it runs beside the builds.
  }
}
