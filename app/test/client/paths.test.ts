import { expect, test } from 'vitest'
import { safePath, signInPath } from '../../client/paths.ts'

test.each(['/messages', '/@andrew/status/1', '/search?q=a%20b'])('%s leads back after signing in', (path) => {
  expect(safePath(new URL(signInPath(path), 'https://cruddur.example').searchParams.get('then'))).toBe(path)
})

test.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  '%s does not lead away from the site',
  (then) => {
    expect(safePath(then)).toBe('/')
  },
)
