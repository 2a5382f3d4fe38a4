// Whatever the model accepts, the generators can write down. Each run draws new deliveries; a failure prints its seed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkBuildspec } from '#buildspecs/check.ts'
import { type Delivery, Fault } from '#model'
import { check } from '#pipelines/checks/check.ts'
import { generate } from '#pipelines/generate.ts'
import { unresolved } from '../conformance/references.ts'
import { deliveryOf, type Said, said } from './deliveries.ts'

// Enough draws to meet every branch over a few days of runs, few enough for each run.
const many = 12
const few = 5
const yaml = (text: string, version: '1.1' | '1.2') =>
  parse(text, { version, customTags: (tags) => tags.filter((tag) => tag !== 'timestamp') })

// What the model refuses is its own matter: model/problems.ts has its tests. Something else is drawn in its place.
const accepted = (facts: Said) => {
  try {
    return deliveryOf(facts)
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}

interface Drawn {
  readonly facts: Said
  readonly d: Delivery
}

const deliveries = said
  .map((facts) => ({ facts, d: accepted(facts) }))
  .filter((drawn): drawn is Drawn => drawn.d !== undefined)

const holds = (property: (drawn: Drawn) => void, numRuns = many) =>
  fc.assert(
    fc.property(deliveries, (drawn) => {
      property(drawn)
    }),
    { numRuns },
  )

describe('generate', () => {
  it('writes every delivery that the model accepts', () => {
    holds(({ d }) => expect(generate(d).length).toBeGreaterThan(0))
  })

  it('writes the same bytes again, from a configuration typed in another order', () => {
    holds(({ facts, d }) => expect(generate(deliveryOf(facts, true))).toEqual(generate(d)))
  })

  it('writes YAML that reads the same under 1.1, as CloudFormation has it, and 1.2', () => {
    holds(({ d }) => {
      for (const { path, text } of generate(d).filter(({ path }) => /^(cfn|buildspecs)\/out\/.*\.ya?ml$/.test(path)))
        expect(yaml(text, '1.1'), path).toEqual(yaml(text, '1.2'))
    }, few)
  })

  it('leaves no reference unresolved: Ref, GetAtt, condition, import', () => {
    holds(({ d }) => expect(unresolved(generate(d))).toEqual([]))
  })

  it('writes what its own checks find nothing against', () => {
    holds(({ d }) => {
      const files = generate(d)
      const own = [
        ...check(d, files),
        ...files.filter(({ path }) => path.startsWith('buildspecs/out/')).flatMap(checkBuildspec),
      ]
      expect(own.filter(({ severity }) => severity === 'error')).toEqual([])
    }, few)
  })
})
