import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { readPlainYaml } from '#cfn/analysis/plain-yaml.ts'
import { printTemplate } from '#cfn/print.ts'
import { printYaml } from '#model/print-yaml.ts'

const byPackage = (text: string, version: '1.1' | '1.2'): unknown => {
  const document = parseDocument(text, { version, logLevel: 'silent' })
  return document.errors.length > 0 ? 'an error' : document.toJS()
}

// What it reads, both readers of the package read too.
const agrees = (text: string): boolean => {
  const value = readPlainYaml(text)
  if (value === undefined) return false
  for (const version of ['1.1', '1.2'] as const) expect(byPackage(text, version), text).toEqual(value)
  return true
}

const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ab12.-_:/#"\'\\ $%&*!?,[]{}|>~@`=<\n'), maxLength: 12 }),
  fc.constantFrom(
    'yes',
    'On',
    'null',
    'true',
    '2026-11-21',
    '1:30',
    '0x1',
    '012',
    '1e3',
    '1_0',
    '.5',
    '<<',
    'e3',
    'a\n\n b\n',
  ),
)
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    texts,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 3 }),
  ),
}))
const maps = fc.dictionary(texts, values.value, { minKeys: 1, maxKeys: 4 })

describe('readPlainYaml', () => {
  it('reads every text that programs print as the package yaml does, or not at all', () => {
    fc.assert(
      fc.property(maps, (value) => {
        agrees(printYaml(value))
      }),
      { numRuns: 2000 },
    )
  })

  it('reads texts that nobody printed as the package does, or not at all', () => {
    const pieces = fc.constantFrom(
      ...[
        'a',
        'b',
        ':',
        ': ',
        '- ',
        '-',
        '\n',
        '\n  ',
        '\n    ',
        '"',
        "'",
        '|',
        '|-',
        '>',
        '#',
        ' #',
        '{}',
        '[]',
        '1',
        '\\n',
        '!',
        '&a ',
        '*a',
        ' ',
        '?',
        '---',
        'y',
      ],
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (all) => {
        agrees(all.join(''))
        agrees(`a: ${all.join('')}\nb: c\n`)
      }),
      { numRuns: 5000 },
    )
  })

  it('reads what templates are printed as', () => {
    const Properties = {
      Name: 'a',
      On: 'on',
      Size: 10,
      Deep: [{ 'Fn::Sub': '${A}: b' }, ['x', []], {}],
      Code: 'a\n  b\n\nc\n',
    }
    const template = {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'A',
      Resources: { A: { Type: 'AWS::A::B', Properties } },
    } as const
    expect(readPlainYaml(printTemplate(template))).toEqual(template)
  })

  it.each([
    'a: !Ref b\n',
    'a: &x 1\n',
    'a: [1, 2]\n',
    'a: {b: c}\n',
    'a: 2026-11-21\n',
    'a: yes\n',
    'a: 012\n',
    'a: 1\na: 2\n',
    'a: b\n  c\n',
    'a: b: c\n',
    'a:\n\tb: c\n',
    'a: >\n  b\n',
    'a:\nb: 1\n',
    '--- \na: 1\n',
    'a: "b" # c\n',
    'y: a\n',
    'No: a\n',
    '12: a\n',
    '',
    '# nothing\n',
  ])('leaves %j to a reader of all of YAML', (text) => {
    expect(readPlainYaml(text)).toBeUndefined()
  })

  it('takes `on` for the key it is, and nothing for what stands behind a number sign', () => {
    expect(readPlainYaml('on:\n  push: {}\nuses: a/b@c # v6\n')).toEqual({ on: { push: {} }, uses: 'a/b@c' })
  })

  it('tells where keys and items stand', () => {
    const text = '# a comment\na:\n  - b: 1\n    c: |\n      d\n      e\n  - f\ng: "h"\n'
    const told: string[] = []
    const value = readPlainYaml(text, (_, key, { line, column }) => told.push(`${key} ${line}:${column}`))
    expect(value).toEqual(parse(text))
    expect(told).toEqual(['a 2:1', '0 3:5', 'b 3:5', 'c 4:5', '1 7:5', 'g 8:1'])
  })
})
