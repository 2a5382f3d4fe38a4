import { expect, it } from 'vitest'
import { merged, owned, present } from '#cfn/stacks/layers.ts'
import { value } from '#model/value.ts'

it('values of one thing stand under its name, those of all things in one object', () => {
  const uri = value<'repository-uri'>({ Ref: 'A' })
  const all = merged([owned('api', { 'repository-uri': uri }), owned('web', { 'repository-uri': uri })])
  expect(all).toEqual({ 'api-repository-uri': uri, 'web-repository-uri': uri })
})

it('a layer that is used but missing is our own bug, and says which', () => {
  expect(present(1, 'one')).toBe(1)
  expect(() => present(undefined, 'the cluster')).toThrow('the cluster is used but was not made')
})
