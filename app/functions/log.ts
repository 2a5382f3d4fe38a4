import { destination, pino } from 'pino'

/** Lines of JSON on the standard output, which Lambda keeps; written at once, since Lambda freezes the process. */
export const log = pino({ base: null }, destination({ sync: true }))
