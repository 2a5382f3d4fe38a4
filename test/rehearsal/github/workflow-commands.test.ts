import { expect, test } from 'vitest'
import { readCommand } from '#rehearsal/github/workflow-commands.ts'

test.each([
  ['::warning::look', { kind: 'annotation', annotation: { level: 'warning', message: 'look' } }],
  [
    '::error file=a%2Cb.ts,line=2,col=9,title=x%3Ay::100%25 sure%0Areally',
    {
      kind: 'annotation',
      annotation: { level: 'error', message: '100% sure\nreally', title: 'x:y', file: 'a,b.ts', line: 2, column: 9 },
    },
  ],
  ['::notice title=T::a::b', { kind: 'annotation', annotation: { level: 'notice', message: 'a::b', title: 'T' } }],
  ['::add-mask::secret', { kind: 'mask', text: 'secret' }],
  ['::group::Build', { kind: 'other', name: 'group', text: 'Build' }],
  ['a std::vector::iterator', undefined],
  ['plain', undefined],
])('%s', (line, expected) => {
  expect(readCommand(line)).toEqual(expected)
})
