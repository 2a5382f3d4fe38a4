import { expect, test } from 'vitest'
import { evaluate, fill, isLet, type Scope } from '#rehearsal/github/expression.ts'

const scope = (status: Partial<Scope['status']> = {}): Scope => ({
  contexts: {
    github: { event_name: 'push', ref: 'refs/heads/Main', event: { pull_request: null, labels: ['Big', 'new'] } },
    steps: { 'find-it': { outputs: { bucket: 'b-1' } } },
    needs: { a: { result: 'success' } },
  },
  status: { failed: false, cancelled: false, ...status },
})

test.each([
  ["github.event_name == 'push'", true],
  ["github.ref == 'refs/heads/main'", true],
  ["github.ref != 'refs/heads/main'", false],
  ['steps.find-it.outputs.bucket', 'b-1'],
  ['github.event.pull_request.head.repo.full_name', null],
  ["github.nope == ''", true],
  ['github.nope || github.event_name', 'push'],
  ["github.event_name && 'yes'", 'yes'],
  ["!(needs.a.result == 'success') || false", false],
  ["'it''s'", "it's"],
  ['null == 0', true],
  ["'2' == 2", true],
  ['-1.5', -1.5],
  ["contains(github.event.labels, 'big')", true],
  ["contains('hello', 'ELL')", true],
  ["startsWith(github.ref, 'refs/heads/')", true],
  ["endsWith(github.ref, 'x')", false],
  ['success() && !failure()', true],
] as const)('%s is %j', (source, expected) => {
  expect(evaluate(source, scope())).toEqual(expected)
})

test.each([
  ["format('{0}', 1)", 'the function "format"'],
  ['matrix.os', 'the context "matrix"'],
  ["github['ref']", '"["'],
  ['github.*', '"*"'],
  ["github.ref == 'a", '"\'a"'],
  ['(github.ref', 'a missing ")"'],
  ['1 < 2', '"<"'],
  ['', 'an end'],
])('%s is refused, naming what is not known', (source, named) => {
  expect(() => evaluate(source, scope())).toThrow(`the local runner does not evaluate ${named}`)
})

test('every expression of a text is replaced, and nothing becomes an empty text', () => {
  expect(fill('a ${{ github.event_name }}-${{ github.nope }}!', scope())).toBe('a push-!')
})

test.each([
  ['no condition', undefined, {}, true],
  ['no condition, after a failure', undefined, { failed: true }, false],
  ['always(), after a failure', 'always()', { failed: true }, true],
  ['failure(), after a failure', '${{ failure() }}', { failed: true }, true],
  ['failure(), without one', 'failure()', {}, false],
  ['a true condition, after a failure', "github.event_name == 'push'", { failed: true }, false],
  ['a text that only looks like always()', "github.event_name == 'always()' || true", { failed: true }, false],
  ['a false condition', "github.event_name == 'x'", {}, false],
  ['always(), when cancelled', 'always()', { cancelled: true }, true],
] as const)('an if with %s', (_, condition, status, expected) => {
  expect(isLet(condition, scope(status))).toBe(expected)
})
