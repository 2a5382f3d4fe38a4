import { describe, expect, it } from 'vitest'
import { environmentOf } from '#scripts/environment.ts'
import { smallest } from '../cfn/stacks/deliveries.ts'
import { canada, everything, virginia } from '../cfn/stacks/everything.ts'

describe('the environment that is meant', () => {
  it('is the first one, unless another is named', () => {
    expect(environmentOf(everything(), undefined)).toBe(canada)
    expect(environmentOf(everything(), 'production')).toBe(canada)
  })

  it('can be the part of one that is in us-east-1', () => {
    expect(environmentOf(everything(), 'production-us-east-1')).toMatchObject({ region: 'us-east-1' })
  })

  it.each([
    ['has nothing to put there', smallest()],
    ['is there already', everything([virginia])],
  ])('has no such part when it %s', (_, delivery) => {
    expect(() => environmentOf(delivery, 'production-us-east-1')).toThrow('use one of: production')
  })
})
