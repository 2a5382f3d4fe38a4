import { request } from 'node:http'
import type { ProbeResult } from './health-check.ts'

/** One health check request to make. */
export interface ProbeRequest {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly timeout: number
}

/** Sends one health check request over a connection of its own. */
export const probe = ({ host, port, path, timeout }: ProbeRequest): Promise<ProbeResult> =>
  new Promise((resolve) => {
    const headers = { 'User-Agent': 'ELB-HealthChecker/2.0', Host: `${host}:${port}`, Connection: 'close' }
    const sent = request({ host, port, path, headers, agent: false }, (response) => {
      response.resume()
      response.once('end', () => done({ status: response.statusCode ?? 0 }))
      response.once('error', () => done({ failed: 'connection' }))
    })
    const timer = setTimeout(() => done({ failed: 'timeout' }), timeout)
    const done = (result: ProbeResult) => {
      clearTimeout(timer)
      sent.destroy()
      resolve(result)
    }
    sent.once('error', () => done({ failed: 'connection' }))
    sent.end()
  })
