import fc from 'fast-check'
import { expect, test } from 'vitest'
import { subPiecesOf } from '#cfn/analysis/sub.ts'

test('names, literals and text are told apart', () => {
  expect(subPiecesOf('a${B.Arn}-${!Keep}${ C }')).toEqual([
    { text: 'a' },
    { name: 'B.Arn' },
    { text: '-' },
    { text: '${Keep}' },
    { name: 'C' },
  ])
})

test('no text is lost', () => {
  const plain = fc.string().filter((text) => !text.includes('$'))
  fc.assert(
    fc.property(fc.array(fc.tuple(plain, fc.constantFrom('A', 'B.C'))), (pairs) => {
      const pieces = subPiecesOf(pairs.map(([text, name]) => `${text}\${${name}}`).join(''))
      expect(pieces.flatMap((piece) => ('name' in piece ? [piece.name] : []))).toEqual(pairs.map(([, name]) => name))
    }),
  )
})
