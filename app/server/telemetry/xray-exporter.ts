import { createSocket } from 'node:dgram'
import { ExportResultCode } from '@opentelemetry/core'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { DaemonAddress } from './telemetry-config.ts'
import { segmentOf } from './xray-segment.ts'

const header = '{"format": "json", "version": 1}\n'

/**
 * Sends spans to the X-Ray daemon, a datagram for each: whether one is there to take them is not known, and no matter.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon
 */
export function xrayExporter({ host, port }: DaemonAddress, service: string): SpanExporter {
  const socket = createSocket('udp4').unref()
  const send = (text: string): Promise<void> =>
    new Promise((resolve) => void socket.send(header + text, port, host, () => resolve()))
  // Where nobody listens, that comes back as an error of the socket.
  socket.on('error', () => {})
  return {
    export(spans, done) {
      const sent = spans.map((span) => send(JSON.stringify(segmentOf(span, service))))
      void Promise.all(sent).then(() => done({ code: ExportResultCode.SUCCESS }))
    },
    async shutdown() {
      socket.close()
    },
  }
}
