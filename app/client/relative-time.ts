const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const

/** How long ago an instant was, short: "now", "5m", "3h", "2d". */
export const timeAgo = (instant: string, now: number): string => short((now - Date.parse(instant)) / 1000) ?? 'now'

/** How long until an instant, short: "7d left"; "expiring" when it is over. The minute under way counts as whole. */
export function timeLeft(instant: string, now: number): string {
  const left = short((Date.parse(instant) - now) / 1000 + 59)
  return left === undefined ? 'expiring' : `${left} left`
}

/** The largest unit that fits, undefined below a minute; clocks differ, so the future counts as below. */
function short(seconds: number): string | undefined {
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? []
  return size === undefined ? undefined : `${Math.floor(seconds / size)}${unit}`
}
