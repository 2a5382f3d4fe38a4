// Finds the processes of a rehearsal whatever they did to their parent, group or session.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { marker } from './marker.ts'

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? undefined : ''
  }
}

// A zombie keeps its command line nowhere and its environment is empty, so it is never found.
const onLinux = (id: string, directories: readonly string[]): number[] => {
  const wanted = `${marker}=${id}`
  const found: number[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const environ = read(`/proc/${name}/environ`)
    // Another user's environment is not readable without CAP_SYS_PTRACE (proc(5)); its command line is.
    const belongs =
      environ === undefined
        ? directories.some((directory) => (read(`/proc/${name}/cmdline`) ?? '').includes(directory))
        : environ.split('\0').includes(wanted)
    if (belongs) found.push(Number(name))
  }
  return found
}

// ps(1) on macOS: -E appends the environment to the command.
const withPs = (id: string, directories: readonly string[]): number[] => {
  const table = execFileSync('ps', ['-A', '-E', '-ww', '-o', 'pid=,command='], {
    encoding: 'latin1',
    maxBuffer: 1 << 28,
  })
  return table
    .split('\n')
    .filter((line) => ` ${line} `.includes(` ${marker}=${id} `) || directories.some((each) => line.includes(each)))
    .map((line) => Number.parseInt(line, 10))
    .filter(Number.isInteger)
}

/** The ids of all live processes of a rehearsal, found by its marker, this process left out. */
export const findMarked = (id: string, directories: readonly string[] = []): number[] => {
  const found = process.platform === 'linux' ? onLinux(id, directories) : withPs(id, directories)
  return found.filter((pid) => pid !== process.pid)
}
