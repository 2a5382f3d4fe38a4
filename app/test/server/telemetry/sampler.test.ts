import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { type Sampler, SamplingDecision } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import { samplerOf, xraySampler } from '../../../server/telemetry/sampler.ts'

const traceIdOf = (at: number) => at.toString(16).padStart(8, '0').padEnd(32, '0')

/** How many of so many traces are recorded; `traceFlags` is what the caller decided. */
const recorded = (sampler: Sampler, count: number, traceFlags?: number): number => {
  let found = 0
  for (let at = 1; at <= count; at++) {
    const traceId = traceIdOf((at * 2_654_435_761) % 2 ** 32)
    const parent = { traceId, spanId: '53995c3f42cd8ad8', traceFlags: traceFlags ?? 0, isRemote: true }
    const context = traceFlags === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent)
    const { decision } = sampler.shouldSample(context, traceId, 'GET', SpanKind.SERVER, {}, [])
    if (decision === SamplingDecision.RECORD_AND_SAMPLED) found++
  }
  return found
}

test.each([
  ['always_on', 1000, 1000, 1000],
  ['always_off', 0, 0, 0],
  ['parentbased_always_on', 1000, 0, 1000],
  ['parentbased_always_off', 0, 0, 1000],
] as const)('%s', (name, ofNobody, ofOneNot, ofOneRecorded) => {
  const sampler = samplerOf({ name, ratio: 1 })
  expect([recorded(sampler, 1000), recorded(sampler, 1000, 0), recorded(sampler, 1000, 1)]).toEqual([
    ofNobody,
    ofOneNot,
    ofOneRecorded,
  ])
})

test('a share is a share, and with a parent the parent decides', () => {
  const share = recorded(samplerOf({ name: 'traceidratio', ratio: 0.25 }), 1000)
  expect(share).toBeGreaterThan(150)
  expect(share).toBeLessThan(350)
  const based = samplerOf({ name: 'parentbased_traceidratio', ratio: 0 })
  expect([recorded(based, 100), recorded(based, 100, 1)]).toEqual([0, 100])
})

test('X-Ray gets the first of each second, and few of the rest', () => {
  let time = 1_000_000
  const sampler = xraySampler(() => time)
  const [first, rest] = [recorded(sampler, 1), recorded(sampler, 1000)]
  time += 1_000
  const next = recorded(sampler, 1)
  expect([first, next]).toEqual([1, 1])
  expect(rest).toBeGreaterThan(10)
  expect(rest).toBeLessThan(120)
  expect([recorded(sampler, 10, 0), recorded(sampler, 10, 1)]).toEqual([0, 10])
})
