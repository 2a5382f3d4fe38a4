/** Resolves when the condition holds; fails with the words given when it does not within the time. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>, milliseconds = 15_000) => {
  const end = performance.now() + milliseconds
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${milliseconds} ms for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
