/** Turns chunks of output into whole lines; `end` gives what is left without a newline. */
export const splitLines = (onLine: (line: string) => void) => {
  let rest = ''
  return {
    push: (chunk: string) => {
      const parts = (rest + chunk).split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) onLine(part.endsWith('\r') ? part.slice(0, -1) : part)
    },
    end: () => {
      if (rest !== '') onLine(rest)
      rest = ''
    },
  }
}
