import { expect, test } from 'vitest'
import { checked, code, displayName, email, handle, newPassword } from '../../client/account/checks.ts'
import { limits } from '../../contract.ts'

test.each([
  [email, 'a@b.co', true],
  [email, ' a@b.co ', true],
  [email, 'a@b', false],
  [email, '', false],
  [handle, '@andrew_1', true],
  [handle, 'h'.repeat(limits.handle), true],
  [handle, 'h'.repeat(limits.handle + 1), false],
  [handle, 'no spaces', false],
  [code, ' 123456 ', true],
  [code, '12345', false],
  [newPassword, 'x'.repeat(limits.passwordMin), true],
  [newPassword, 'x'.repeat(limits.passwordMin - 1), false],
  [displayName, '🐈'.repeat(limits.displayName), true],
  [displayName, 'x'.repeat(limits.displayName + 1), false],
  [displayName, '   ', false],
])('%o of "%s" is right: %s', (check, value, isRight) => {
  expect(check(value) === undefined).toBe(isRight)
})

test('every field that is wrong is named', () => {
  expect(Object.keys(checked({ email: 'a@b.co', code: 'x' }, { email, code, handle }))).toEqual(['code', 'handle'])
})
