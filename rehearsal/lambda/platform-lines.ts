// What Lambda itself writes into a function's log, as text or as JSON.
// Lambda Developer Guide, "Viewing CloudWatch logs for Lambda functions"; "Lambda Telemetry API event schema reference".
import type { FunctionVersion } from './state.ts'

/** What a report says. */
export interface Report {
  readonly requestId: string
  readonly duration: number
  readonly initDuration: number | undefined
  readonly maxMemory: number
  readonly status: 'success' | 'error' | 'timeout' | 'failure'
  readonly errorType?: string
}

/** The lines of one version's log. */
export interface PlatformLines {
  readonly start: (requestId: string) => string
  /** The last lines of an invocation. */
  readonly end: (report: Report) => readonly string[]
}

const two = (number: number) => number.toFixed(2)

/** The lines in the format that the function has chosen. */
export const platformLines = ({ version, settings }: FunctionVersion, now: () => Date): PlatformLines => {
  const json = (type: string, record: object) => JSON.stringify({ time: now().toISOString(), type, record })
  if (settings.logFormat === 'JSON') {
    return {
      start: (requestId) => json('platform.start', { requestId, version }),
      end: ({ requestId, duration, initDuration, maxMemory, status, errorType }) => [
        json('platform.report', {
          requestId,
          metrics: {
            durationMs: duration,
            billedDurationMs: Math.ceil(duration + (initDuration ?? 0)),
            memorySizeMB: settings.memory,
            maxMemoryUsedMB: maxMemory,
            ...(initDuration !== undefined && { initDurationMs: initDuration }),
          },
          ...(status !== 'success' && { status, ...(errorType && { errorType }) }),
        }),
      ],
    }
  }
  return {
    start: (requestId) => `START RequestId: ${requestId} Version: ${version}`,
    end: ({ requestId, duration, initDuration, maxMemory, status, errorType }) => [
      ...(status === 'timeout'
        ? [`${now().toISOString()} ${requestId} Task timed out after ${two(settings.timeout)} seconds`]
        : []),
      `END RequestId: ${requestId}`,
      [
        `REPORT RequestId: ${requestId}`,
        `Duration: ${two(duration)} ms`,
        `Billed Duration: ${Math.ceil(duration + (initDuration ?? 0))} ms`,
        `Memory Size: ${settings.memory} MB`,
        `Max Memory Used: ${maxMemory} MB`,
        ...(initDuration === undefined ? [] : [`Init Duration: ${two(initDuration)} ms`]),
        ...(status === 'success' ? [] : [`Status: ${status}`, ...(errorType ? [`Error Type: ${errorType}`] : [])]),
      ].join('\t'),
    ],
  }
}
