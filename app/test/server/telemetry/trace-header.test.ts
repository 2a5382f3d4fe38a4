import { trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { incomingOf, parseXrayHeader } from '../../../server/telemetry/trace-header.ts'
import { randomHex, traceIds } from '../../../server/telemetry/trace-ids.ts'

const root = '1-5759e988-bd862e3fe1be46a994272793'
const traceId = '5759e988bd862e3fe1be46a994272793'
const spanId = '53995c3f42cd8ad8'
const parent = (traceFlags: number) => ({ traceId, parent: { traceId, spanId, traceFlags, isRemote: true } })

test.each([
  [`Root=${root}`, { traceId }],
  [`Self=1-67891234-12456789abcdef012345678;Root=${root}`, { traceId }],
  [`Root=${root};Parent=${spanId};Sampled=1`, parent(1)],
  [`Root=${root}; Parent=${spanId}; Sampled=0`, parent(0)],
  [`Root=${root.toUpperCase()};Parent=${spanId};Sampled=?`, { traceId }],
  [`Root=${root};Parent=short;Sampled=1`, { traceId }],
  ['Root=1-abc', {}],
  ['', {}],
  [';;=;Root', {}],
])('X-Amzn-Trace-Id: %s', (header, expected) => {
  expect(parseXrayHeader(header)).toEqual(expected)
})

const w3c = { traceparent: `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01` }
const xray = { 'x-amzn-trace-id': `Root=${root};Parent=${spanId};Sampled=1` }
const of = (headers: Record<string, string>, propagators: Parameters<typeof incomingOf>[1]) => {
  const { context, traceId } = incomingOf(headers, propagators)
  return trace.getSpanContext(context)?.traceId ?? traceId
}

test('W3C is asked before X-Ray, what is not valid or not asked for is no trace', () => {
  const both = ['tracecontext', 'xray'] as const
  expect(of({ ...w3c, ...xray }, both)).toBe('4bf92f3577b34da6a3ce929d0e0e4736')
  expect(of({ ...w3c, ...xray }, ['xray'])).toBe(traceId)
  expect(of({ traceparent: '00-nonsense', ...xray }, both)).toBe(traceId)
  expect(of({ traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` }, both)).toBeUndefined()
  expect(of({ ...w3c, ...xray }, [])).toBeUndefined()
})

test('an id of a trace begins with its second, and one that was given is used once', () => {
  const ids = traceIds({ now: () => 0x5759e988 * 1000, random: randomHex })
  expect(ids.generateTraceId()).toMatch(/^5759e988[0-9a-f]{24}$/)
  expect(ids.generateSpanId()).toMatch(/^[0-9a-f]{16}$/)
  ids.next(traceId)
  expect(ids.generateTraceId()).toBe(traceId)
  expect(ids.generateTraceId()).not.toBe(traceId)
})
