import { readdirSync, readFileSync } from 'node:fs'

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const childrenOf = (pid) => {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      read(`/proc/${pid}/task/${task}/children`).trim().split(' ').filter(Boolean).map(Number),
    )
  } catch {
    return []
  }
}

/**
 * Follows the processes below one while it runs, where the system tells (/proc of Linux): the peak of each, as the
 * kernel keeps it. For the programs that are not Node and so cannot say it themselves, such as esbuild.
 */
export const followDescendants = (root, every = 2) => {
  const peaks = new Map()
  const look = (pid) => {
    for (const child of childrenOf(pid)) {
      const status = read(`/proc/${child}/status`)
      const kilobytes = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0)
      const program = /^Name:\s+(.+)$/m.exec(status)?.[1] ?? '?'
      if (kilobytes > (peaks.get(child)?.kilobytes ?? 0)) peaks.set(child, { pid: child, program, kilobytes })
      look(child)
    }
  }
  const timer = setInterval(() => look(root), every)
  return () => {
    clearInterval(timer)
    return [...peaks.values()]
  }
}
