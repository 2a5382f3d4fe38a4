import { expect, test } from 'vitest'
import { Refusal, refusalOf } from '../../../client/data/refusal.ts'

test('what is wrong with each field is a sentence', () => {
  const errors = [{ path: 'handle', message: 'is taken' }]
  expect(new Refusal({ title: 'The input is not valid', status: 422, errors }).fields).toEqual({ handle: 'Is taken.' })
})

test.each([
  [{ title: 'This handle is taken', status: 409 }, 'This handle is taken.'],
  [{ title: 'Unavailable', status: 503, detail: 'signing in is not set up here' }, 'Signing in is not set up here.'],
  [
    { title: 'Internal', status: 500, detail: 'stack trace' },
    'Something went wrong on our side. Try again in a moment.',
  ],
  [{ title: 'Too many', status: 429 }, 'That was a little too fast. Wait a moment, then try again.'],
  [{ title: '', status: 400 }, 'Something went wrong on our side. Try again in a moment.'],
])('%o is said as "%s"', (problem, words) => {
  expect(new Refusal(problem).message).toBe(words)
})

test('whatever else is thrown is our fault, in words that do not show it', () => {
  expect(refusalOf(new TypeError('x is undefined')).message).toBe(
    'Something went wrong on our side. Try again in a moment.',
  )
})
