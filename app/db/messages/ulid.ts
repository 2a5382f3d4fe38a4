/** What ids are made from. */
export type UlidSource = { readonly now: () => number; readonly random: () => bigint }

/** Crockford's alphabet: in the order of the digits' values, so that texts sort as the numbers do. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const randomBits = 80n
const mostRandom = (1n << randomBits) - 1n

/**
 * Ids that sort by the time they were made, as long as nobody turns the clock back: 48 bits of milliseconds, 80 of
 * randomness. Those of one maker always grow, within a millisecond and over a clock that jumps back.
 * https://github.com/ulid/spec
 */
export function ulids({ now, random }: UlidSource): () => string {
  let [time, rest] = [0, 0n]
  return () => {
    const at = now()
    if (at > time) [time, rest] = [at, random() & (mostRandom >> 1n)]
    else rest = (rest + 1n) & mostRandom
    return print((BigInt(time) << randomBits) | rest)
  }
}

/** Whether a text is such an id. */
export const isUlid = (text: string): boolean => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text)

function print(value: bigint): string {
  let text = ''
  for (let left = value; text.length < 26; left >>= 5n) text = alphabet[Number(left & 31n)] + text
  return text
}
