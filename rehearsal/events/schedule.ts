// When a schedule expression is due next: `rate(5 minutes)` and `cron(0 12 * * ? *)`, in UTC.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
import { awsError } from '../service.ts'

/** Gives the next time after a time; undefined when there is none. */
export type Schedule = (after: Date) => Date | undefined

const refuse = () => awsError('ValidationException', 'Parameter ScheduleExpression is not valid.')

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

const rate = (text: string): Schedule => {
  const [, count = '', unit = '', many] = /^(\d+) (minute|hour|day)(s)?$/.exec(text) ?? []
  const number = Number(count)
  // One of a unit is singular, more are plural: EventBridge refuses the rest.
  if (!unit || number < 1 || (number === 1) !== (many === undefined)) throw refuse()
  return (after) => new Date(after.getTime() + number * (units[unit] ?? 0))
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

interface Field {
  readonly from: number
  readonly to: number
  readonly names?: readonly string[]
}

const numberIn = (text: string, { names = [], from }: Field): number => {
  const at = names.indexOf(text.toUpperCase())
  const number = at >= 0 ? at + from : Number(text)
  if (!Number.isInteger(number)) throw refuse()
  return number
}

const valuesOf = (text: string, field: Field): ReadonlySet<number> => {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/')
    const [first, last] =
      range === '*' || range === '?'
        ? [field.from, field.to]
        : range.includes('-')
          ? range.split('-').map((one) => numberIn(one, field))
          : [numberIn(range, field), step === undefined ? numberIn(range, field) : field.to]
    if (first === undefined || last === undefined || first < field.from || last > field.to || first > last)
      throw refuse()
    const by = step === undefined ? 1 : Number(step)
    if (!(by >= 1)) throw refuse()
    for (let value = first; value <= last; value += by) values.add(value)
  }
  return values
}

const dayOfMonth = (text: string): ((date: Date) => boolean) => {
  if (text === '?') return () => true
  if (text === 'L') return (date) => new Date(date.getTime() + units.day!).getUTCDate() === 1
  const values = valuesOf(text, { from: 1, to: 31 })
  return (date) => values.has(date.getUTCDate())
}

const dayOfWeek = (text: string): ((date: Date) => boolean) => {
  if (text === '?') return () => true
  const field = { from: 1, to: 7, names: days }
  const [day = '', nth] = text.split('#')
  const values = valuesOf(day, field)
  return (date) =>
    values.has(date.getUTCDay() + 1) && (nth === undefined || Math.ceil(date.getUTCDate() / 7) === Number(nth))
}

const fiveYears = 5 * 366

const cron = (text: string): Schedule => {
  const fields = text.trim().split(/\s+/)
  const [minute = '', hour = '', monthDay = '', month = '', weekDay = '', year = ''] = fields
  // Exactly one of the two days is "?".
  if (fields.length !== 6 || (monthDay === '?') === (weekDay === '?')) throw refuse()
  const minutes = [...valuesOf(minute, { from: 0, to: 59 })].sort((a, b) => a - b)
  const hours = [...valuesOf(hour, { from: 0, to: 23 })].sort((a, b) => a - b)
  const inMonths = valuesOf(month, { from: 1, to: 12, names: months })
  const years = valuesOf(year, { from: 1970, to: 2199 })
  const [onMonthDay, onWeekDay] = [dayOfMonth(monthDay), dayOfWeek(weekDay)]
  return (after) => {
    const day = new Date(Date.UTC(after.getUTCFullYear(), after.getUTCMonth(), after.getUTCDate()))
    for (let ahead = 0; ahead < fiveYears; ahead++, day.setUTCDate(day.getUTCDate() + 1)) {
      if (!years.has(day.getUTCFullYear()) || !inMonths.has(day.getUTCMonth() + 1)) continue
      if (!onMonthDay(day) || !onWeekDay(day)) continue
      for (const at of hours.flatMap((one) => minutes.map((other) => one * 60 + other))) {
        const due = new Date(day.getTime() + at * 60_000)
        if (due > after) return due
      }
    }
    return undefined
  }
}

/** The schedule that an expression stands for; throws what EventBridge throws for one it does not accept. */
export const parseSchedule = (expression: string): Schedule => {
  const [, kind, text = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? []
  if (kind === 'rate') return rate(text)
  if (kind === 'cron') return cron(text)
  throw refuse()
}
