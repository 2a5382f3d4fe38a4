import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { printYaml } from '#model/print-yaml.ts'

const byPackage = (value: unknown) =>
  stringify(value, { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false })

const readAlike = (value: object) => {
  const text = printYaml(value)
  for (const version of ['1.1', '1.2'] as const)
    expect(parse(text, { version, maxAliasCount: 0 }), `YAML ${version}:\n${text}`).toEqual(value)
}

const words = fc.constantFrom(
  ...[
    '',
    'a',
    '- ',
    '-',
    '?',
    ': ',
    ':',
    ' #',
    '#',
    ' ',
    '\n',
    '\n\n',
    '\t',
    '"',
    "'",
    '\\',
    '{',
    '}',
    '[',
    '*',
    '&',
    '!',
  ],
  ...[
    '|',
    '>',
    '%',
    '@',
    '`',
    ',',
    '---',
    '...',
    'yes',
    'No',
    'on',
    'y',
    'null',
    '~',
    '<<',
    '0x1F',
    '0b1',
    '0o7',
    '012',
    '1_000',
  ],
  ...[
    '1',
    '-2',
    '1e3',
    '.5',
    '1.',
    '.inf',
    '.NaN',
    '1:30',
    '1:30.5',
    '2026-11-21',
    '2026-11-21T10:00:00Z',
    '${{ a }}',
    'é',
    '😀',
    '=',
  ],
)
const texts = fc.array(words, { maxLength: 5 }).map((all) => all.join(''))
const keys = texts.filter((text) => !text.includes('\n'))
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    texts,
    fc.integer({ min: -1e6, max: 1e6 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 3 }),
  ),
}))
const maps = fc.dictionary(keys, values.value, { minKeys: 1, maxKeys: 3 })

describe('printYaml', () => {
  it('prints what the package yaml prints, byte by byte', () => {
    fc.assert(
      fc.property(maps, (value) => {
        const text = byPackage(value)
        // Texts in quotes over several lines are folded there, or made ready for it by "\ ", and kept on one line here.
        fc.pre(!/(: |- )"[^"\n]*\n/.test(text) && !text.includes('\\ '))
        // It prints lines of nothing but white space as a block that reads back shorter; here they stand in quotes.
        fc.pre(!/"(?:\\[nt]| )*\\n(?:\\[nt]| )*"/.test(JSON.stringify(value)))
        expect(printYaml(value)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it('is read as what was printed, by readers of both versions', () => {
    fc.assert(fc.property(maps, readAlike), { numRuns: 2000 })
  })

  it('reads the same with characters that YAML does not take', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), { minKeys: 1 }),
        readAlike,
      ),
    )
  })

  it('prints comments behind values, and empty lines before keys', () => {
    const comments = new Map([['jobs/0/uses', 'v6']])
    const notes = { comments, apart: (key: string) => key !== 'name' }
    expect(printYaml({ name: 'A', jobs: [{ uses: 'a@b', with: { x: '1' } }], more: {} }, notes)).toBe(
      'name: A\n\njobs:\n  - uses: a@b # v6\n    with:\n      x: "1"\n\nmore: {}\n',
    )
  })

  it('leaves out what is undefined', () => {
    expect(printYaml({ a: undefined, b: { c: undefined }, d: [{ e: undefined, f: 1 }] })).toBe('b: {}\nd:\n  - f: 1\n')
  })
})
