import { readFileSync } from 'node:fs'

/** The resident memory of a process in MB, where the system tells it (Linux); 0 otherwise. */
export const residentMemory = (pid: number): number => {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Math.ceil(Number(kilobytes ?? 0) / 1024)
  } catch {
    return 0
  }
}
