import { describe, expect, it } from 'vitest'
import { inOrder } from '#cfn/in-order.ts'
import { environment, stack } from '#model'

const here = environment('production', { account: '111111111111', region: 'eu-west-1' })
const made = (id: string, needs: Parameters<typeof stack>[0]['needs'] = {}) =>
  stack({ delivery: 'shop', environment: here, id, needs }, () => ({
    template: { AWSTemplateFormatVersion: '2010-09-09', Resources: {} },
    exports: {},
  }))

describe('inOrder', () => {
  it('puts every stack after those it needs, also over others, and keeps the order otherwise', () => {
    const hook = made('hook')
    const pool = made('pool', { hook })
    const api = made('api', { pool })
    const free = made('free')
    expect(inOrder([api, free, pool, hook]).map(({ id }) => id)).toEqual(['hook', 'pool', 'api', 'free'])
    expect(inOrder([free, hook, pool, api]).map(({ id }) => id)).toEqual(['free', 'hook', 'pool', 'api'])
  })
})
