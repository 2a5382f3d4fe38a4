import { expect, it } from 'vitest'
import { environment, Fault, fault, placeOf, printFinding, printPlace } from '#model'

it('a value knows the line it was made on, and nothing else of it changes', () => {
  const make = () => environment('production', { account: '111111111111', region: 'eu-west-1' })
  const [one, other] = [make(), make()]
  expect(placeOf(one)).toMatchObject({ file: expect.stringMatching(/place\.test\.ts$/), line: expect.any(Number) })
  expect(one).toEqual(other)
  expect(Object.isFrozen(one)).toBe(true)
})

it.each([[undefined], [null], ['text'], [{ made: 'elsewhere' }]])('%j has no place', (given) => {
  expect(placeOf(given)).toBeUndefined()
})

it.each([
  [{ file: 'a.ts' }, 'a.ts'],
  [{ file: 'a.ts', line: 3 }, 'a.ts:3'],
  [{ file: 'a.ts', line: 3, column: 7 }, 'a.ts:3:7'],
])('%j is printed as %s', (place, text) => {
  expect(printPlace(place)).toBe(text)
})

it('a fault prints every finding with its place, code and fix, and keeps its cause', () => {
  const cause = new Error('why')
  const one = fault({ at: 'port 80', code: 'port-taken', says: 'is taken', fix: 'choose another', exit: 1, cause })
  expect(one).toMatchObject({ message: 'port 80: is taken [port-taken]\n  fix: choose another', exit: 1, cause })
  const two = new Fault([...one.findings, ...one.findings])
  expect(two.exit).toBe(2)
  expect(two.message).toBe([...one.findings, ...one.findings].map(printFinding).join('\n'))
})
