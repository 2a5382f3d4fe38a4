import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'
import type { SamplerName } from './telemetry-config.ts'

/** The samplers that OTEL_TRACES_SAMPLER names. */
export const samplerOf = ({ name, ratio }: { name: SamplerName; ratio: number }): Sampler => samplers[name](ratio)

const on = (): Sampler => new AlwaysOnSampler()
const off = (): Sampler => new AlwaysOffSampler()
const some = (ratio: number): Sampler => new TraceIdRatioBasedSampler(ratio)
const below = (root: Sampler): Sampler => new ParentBasedSampler({ root })

const samplers: Readonly<Record<SamplerName, (ratio: number) => Sampler>> = {
  always_on: on,
  always_off: off,
  traceidratio: some,
  parentbased_always_on: () => below(on()),
  parentbased_always_off: () => below(off()),
  parentbased_traceidratio: (ratio) => below(some(ratio)),
}

/**
 * What X-Ray records unless it is told otherwise: the first request of each second, and one of twenty of the rest.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export function xraySampler(now: () => number): Sampler {
  const rest = some(0.05)
  let second = 0
  return below({
    shouldSample(...given) {
      const current = Math.floor(now() / 1000)
      if (current === second) return rest.shouldSample(...given)
      second = current
      return { decision: SamplingDecision.RECORD_AND_SAMPLED }
    },
    toString: () => 'XraySampler',
  })
}
