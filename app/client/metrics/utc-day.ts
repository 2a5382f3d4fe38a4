const format = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** A day of UTC as people write it: it stays that day in every zone. */
export const utcDay = (day: string): string => format.format(new Date(`${day.slice(0, 10)}T00:00:00Z`))
