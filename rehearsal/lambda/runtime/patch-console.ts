// What `console` prints inside a function: time, request and level before the text, or one JSON object per line.
// Lambda Developer Guide, "Log and monitor Node.js Lambda functions", "Configuring JSON and plain text log formats".
import { format } from 'node:util'
import { errorShape } from './error-shape.ts'

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const
type Level = (typeof levels)[number]

/** How a function logs. */
export interface LogSettings {
  readonly format: string | undefined
  readonly level: string | undefined
  /** The id of the invocation that runs now. */
  readonly requestId: () => string | undefined
}

const asJson = (level: Level, requestId: string | undefined, args: readonly unknown[]): string => {
  const [only] = args
  const message =
    args.length === 1 && typeof only === 'object' && only !== null && !(only instanceof Error) ? only : format(...args)
  const error = args.find((each) => each instanceof Error)
  const told = error && errorShape(error)
  return JSON.stringify({
    timestamp: new Date().toISOString(),
    level,
    requestId,
    message,
    ...(told && { errorType: told.errorType, errorMessage: told.errorMessage, stackTrace: told.trace }),
  })
}

/** One line of the log; line breaks inside it become carriage returns, so that it stays one event. */
const logLine = (level: Level, settings: LogSettings, args: readonly unknown[]): string => {
  const requestId = settings.requestId()
  if (settings.format === 'JSON') return asJson(level, requestId, args)
  return [new Date().toISOString(), requestId ?? 'undefined', level, format(...args)].join('\t').replaceAll('\n', '\r')
}

/** Makes `console` write as it does in Lambda. */
export const patchConsole = (settings: LogSettings): void => {
  const lowest = settings.format === 'JSON' ? Math.max(levels.indexOf(settings.level as Level), 0) : 0
  const writing =
    (level: Level) =>
    (...args: unknown[]): void => {
      if (levels.indexOf(level) >= lowest) process.stdout.write(`${logLine(level, settings, args)}\n`)
    }
  Object.assign(console, {
    trace: writing('TRACE'),
    debug: writing('DEBUG'),
    log: writing('INFO'),
    info: writing('INFO'),
    warn: writing('WARN'),
    error: writing('ERROR'),
  })
}
