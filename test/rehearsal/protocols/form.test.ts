import { expect, test } from 'vitest'
import { flagIn, listIn, parseForm } from '#rehearsal/protocols/form.ts'

test.each<[string, unknown]>([
  ['Action=X&Version=1&StackName=web', { StackName: 'web' }],
  ['Tags.member.1.Key=a&Tags.member.1.Value=b&Tags.member.2.Key=c', { Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] }],
  ['Capabilities.member.1=A&Capabilities.member.2=B', { Capabilities: ['A', 'B'] }],
  ['L.member.10=j&L.member.2=b', { L: ['b', 'j'] }],
  ['Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1', { Filter: [{ Name: 'vpc-id', Value: ['vpc-1'] }] }],
  ['A.entry.1.key=k&A.entry.1.value=v', { A: { k: 'v' } }],
  ['A.B.C=1', { A: { B: { C: '1' } } }],
  ['Capabilities=', { Capabilities: '' }],
])('%s spells its input', (form, input) => {
  expect(parseForm(new URLSearchParams(form))).toEqual(input)
})

test('an absent or empty list is an empty list', () => {
  expect([listIn(undefined), listIn(''), listIn(['a'])]).toEqual([[], [], ['a']])
})

test('booleans are read from both protocols', () => {
  expect([true, 'true', false, 'false', undefined].map(flagIn)).toEqual([true, true, false, false, false])
})
