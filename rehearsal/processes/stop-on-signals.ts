const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs `stop` on Ctrl-C, on SIGTERM and when the terminal closes, then ends this process by that same signal, so that
 * the shell sees what happened. Gives the function that takes the handlers away again.
 */
export const stopOnSignals = (stop: () => Promise<void>): (() => void) => {
  let ending = false
  const handlers = signals.map((name) => {
    const handle = () => {
      if (ending) return
      ending = true
      const end = () => {
        forget()
        process.kill(process.pid, name)
      }
      stop().then(end, end)
    }
    process.on(name, handle)
    return { name, handle }
  })
  const forget = () => {
    for (const { name, handle } of handlers) process.off(name, handle)
  }
  return forget
}
