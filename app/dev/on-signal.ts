/**
 * Waits for what asks to end: Ctrl-C, `kill`, the terminal being closed. Until `first` is waited for, and when it comes
 * again, the process exits at once; what was started removes itself then, which it does not when a signal ends it.
 */
export function onSignal(): { readonly first: Promise<void> } {
  let isAwaited = false
  let told = (): void => {}
  const first = new Promise<void>((resolve) => (told = resolve))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!isAwaited) process.exit(130)
      isAwaited = false
      told()
    })
  }
  return {
    get first() {
      isAwaited = true
      return first
    },
  }
}
