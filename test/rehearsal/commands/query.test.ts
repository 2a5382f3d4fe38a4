import { describe, expect, it } from 'vitest'
import { printed } from '../../../rehearsal/commands/aws/print.ts'
import { select } from '../../../rehearsal/commands/aws/query.ts'

const stacks = {
  Stacks: [
    {
      StackName: 'net',
      Outputs: [
        { OutputKey: 'VpcId', OutputValue: 'vpc-1' },
        { OutputKey: 'Zone', OutputValue: 'z' },
      ],
    },
    { StackName: 'web', Outputs: [] },
  ],
  'odd-key': { a: [[1, 2], [3]] },
}

describe('--query', () => {
  const rows: [string, unknown][] = [
    ['Stacks[0].StackName', 'net'],
    ['Stacks[-1].StackName', 'web'],
    ['Stacks[].StackName', ['net', 'web']],
    ['Stacks[*].Outputs[]', [stacks.Stacks[0]?.Outputs, []]],
    ["Stacks[0].Outputs[?OutputKey=='VpcId'].OutputValue", ['vpc-1']],
    ["Stacks[0].Outputs[?OutputKey=='VpcId'].OutputValue | [0]", 'vpc-1'],
    ['Stacks[0].Outputs[?OutputKey==`Zone`] | [0].OutputValue', 'z'],
    ['Stacks[0].Nope', null],
    ['"odd-key".a[]', [1, 2, 3]],
    [
      'Stacks[0].Outputs[].[OutputKey, Nope]',
      [
        ['VpcId', null],
        ['Zone', null],
      ],
    ],
  ]
  it.each(rows)('%s', (query, expected) => {
    expect(select(stacks, query)).toEqual(expected)
  })

  it('refuses what it does not know', () => {
    expect(() => select(stacks, 'length(Stacks)')).toThrow(/"\(Stacks\)" is not known here/)
  })
})

describe('--output', () => {
  const rows: [string, unknown, string][] = [
    ['a text', 'x', 'x'],
    ['nothing', null, 'None'],
    ['a list on one line', ['a', 'b'], 'a\tb'],
    ['true', true, 'True'],
    ['an object by its sorted keys', { b: 2, a: 1 }, '1\t2'],
  ]
  it.each(rows)('text prints %s', (_, value, expected) => {
    expect(printed(value, 'text')).toBe(expected)
  })
  it('json is indented by four', () => {
    expect(printed({ a: [1] })).toBe('{\n    "a": [\n        1\n    ]\n}')
  })
})
