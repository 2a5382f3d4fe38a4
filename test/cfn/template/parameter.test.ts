import { expect, it } from 'vitest'
import { parameter } from '#cfn/template/parameter.ts'

it('a parameter gives a reference to itself', () => {
  const size = parameter('Size', { Type: 'String', Default: 'small' })
  expect(size.ref).toEqual({ Ref: 'Size' })
  expect(size.body).toEqual({ Type: 'String', Default: 'small' })
})
