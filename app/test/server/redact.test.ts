import { pino } from 'pino'
import { expect, test } from 'vitest'
import { masked } from '../../server/mask.ts'
import { redact, serializers } from '../../server/redact.ts'

function logged(line: object): Record<string, unknown> {
  const lines: string[] = []
  pino({ redact, serializers }, { write: (text: string) => void lines.push(text) }).info(line, 'said')
  return JSON.parse(lines[0]!)
}

test.each([
  'password',
  'Password',
  'accessToken',
  'AccessToken',
  'refreshToken',
  'email',
  'authorization',
  'cookie',
  'set-cookie',
])('%s is not in the log, wherever it is put', (name) => {
  const text = JSON.stringify(logged({ [name]: 'hush', a: { [name]: 'hush', b: { [name]: 'hush' } } }))
  expect(text).not.toContain('hush')
  expect(text).toContain('[redacted]')
})

test('an error says what it is and none of the values that hang on it', () => {
  const error = Object.assign(new Error('no user ann@cruddur.example'), {
    code: '23505',
    constraint: 'users_handle_key',
    detail: 'Key (handle)=(hush) already exists.',
    parameters: ['hush'],
  })
  const line = logged({ err: error })
  expect(line.err).toMatchObject({
    type: 'Error',
    message: 'no user [email]',
    reason: '23505',
    constraint: 'users_handle_key',
    stack: expect.stringContaining('redact.test.ts'),
  })
  expect(JSON.stringify(line)).not.toMatch(/hush|ann@/)
})

test('an error that is several says the first, and what is no error is said as it is', () => {
  const several = new AggregateError([new Error('connect ECONNREFUSED ::1:5432')])
  expect(logged({ err: several }).err).toMatchObject({
    type: 'AggregateError',
    message: 'connect ECONNREFUSED ::1:5432',
  })
  expect(logged({ err: 'a text' }).err).toEqual({ type: 'string', message: 'a text' })
})

test.each([
  ['mail to ann.b+c@mail.cruddur.example failed', 'mail to [email] failed'],
  ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer [token]'],
  ['token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln is old', 'token [token] is old'],
  ['connect postgres://app:secret@db:5432/cruddur', 'connect postgres://[redacted]@db:5432/cruddur'],
  ['relation "activities" does not exist', 'relation "activities" does not exist'],
])('%s', (text, expected) => {
  expect(masked(text)).toBe(expected)
})
