const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const

/** Where and how a reader reads times; what is left out is the browser's own. */
export type Reader = { readonly locale?: string; readonly timeZone?: string }

/** How long ago an instant was, short: "now", "5m", "3h", "2d"; from a week on the day it was, in the reader's zone. */
export function timeAgo(instant: string, now: number, reader: Reader = {}): string {
  const seconds = (now - Date.parse(instant)) / 1000
  return seconds < 7 * 86_400 ? (short(seconds) ?? 'now') : dayOf(instant, now, reader)
}

/** How long until an instant, short: "7d left"; "expiring" when it is over. The minute under way counts as whole. */
export function timeLeft(instant: string, now: number): string {
  const left = short((Date.parse(instant) - now) / 1000 + 59)
  return left === undefined ? 'expiring' : `${left} left`
}

/** An instant in full, in the reader's zone, which is named: "1 May 2026 at 14:00 CEST". */
export function fullTime(instant: string, { locale, timeZone }: Reader = {}): string {
  const time = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const
  const day = { day: 'numeric', month: 'long', year: 'numeric' } as const
  return new Intl.DateTimeFormat(locale, { ...day, ...time, ...(timeZone && { timeZone }) }).format(new Date(instant))
}

/** The time of day of an instant, in the reader's zone. */
export const clockTime = (instant: string, { locale, timeZone }: Reader = {}): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', ...(timeZone && { timeZone }) }).format(
    new Date(instant),
  )

/** The day of an instant, in the reader's zone; with its year when that is not this one. */
export function dayOf(instant: string, now: number, { locale, timeZone }: Reader = {}): string {
  const zone = timeZone ? { timeZone } : {}
  const yearOf = (time: number): string => new Intl.DateTimeFormat(locale, { year: 'numeric', ...zone }).format(time)
  const at = Date.parse(instant)
  const year = yearOf(at) === yearOf(now) ? {} : ({ year: 'numeric' } as const)
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...year, ...zone }).format(at)
}

/** How much of a life is left, from 1 to 0. */
export function lifeLeft(createdAt: string, expiresAt: string, now: number): number {
  const [from, to] = [Date.parse(createdAt), Date.parse(expiresAt)]
  return to <= from ? 0 : Math.min(1, Math.max(0, (to - now) / (to - from)))
}

/** The largest unit that fits, undefined below a minute; clocks differ, so the future counts as below. */
function short(seconds: number): string | undefined {
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? []
  return size === undefined ? undefined : `${Math.floor(seconds / size)}${unit}`
}
