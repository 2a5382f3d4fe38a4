/** Asks again and again until there is an answer. How long between two questions is the caller's clock's business. */
export type Wait = <T>(ask: () => Promise<T | undefined>) => Promise<T>

/** Asks at once, then after 0.2 s, growing by half to at most `most` milliseconds. */
export const waiting =
  (sleep: (milliseconds: number) => Promise<void>, most = 5000): Wait =>
  async (ask) => {
    for (let pause = 200; ; pause = Math.min(pause * 1.5, most)) {
      const answer = await ask()
      if (answer !== undefined) return answer
      await sleep(pause)
    }
  }
