import { expect, test } from 'vitest'
import { conditionsIn, referencesIn } from '#cfn/analysis/references.ts'

test('every way to refer to a name is found', () => {
  const value = {
    a: { Ref: 'A' },
    b: [{ 'Fn::GetAtt': ['B', 'Arn'] }, { 'Fn::GetAtt': 'C.Endpoint.Port' }],
    c: { 'Fn::Sub': ['${D} ${Own} ${!Literal}', { Own: { Ref: 'E' } }] },
  }
  expect(referencesIn(value)).toEqual([
    { name: 'A' },
    { name: 'B', attribute: 'Arn' },
    { name: 'C', attribute: 'Endpoint.Port' },
    { name: 'D' },
    { name: 'E' },
  ])
})

test('the conditions of every Fn::If are found, nested ones too', () => {
  expect(conditionsIn({ x: { 'Fn::If': ['A', { 'Fn::If': ['B', 1, 2] }, 3] } })).toEqual(['A', 'B'])
})
