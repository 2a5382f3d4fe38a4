import type { ResourceChangeDetail, Change as SdkChange } from '@aws-sdk/client-cloudformation'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesOf } from '#pipelines/cloud/changes.ts'

const weight = { False: 0, Conditional: 1, True: 2 }

const detail: fc.Arbitrary<ResourceChangeDetail> = fc.record({
  Evaluation: fc.constantFrom('Static', 'Dynamic'),
  Target: fc.record({
    Attribute: fc.constant('Properties'),
    Name: fc.string({ minLength: 1 }),
    RequiresRecreation: fc.constantFrom('Never', 'Conditionally', 'Always'),
  }),
})

const modify = (replacement: 'True' | 'False' | 'Conditional' | undefined, details: readonly ResourceChangeDetail[]) =>
  changesOf(
    [
      {
        ResourceChange: {
          Action: 'Modify',
          LogicalResourceId: 'A',
          ResourceType: 'T',
          Replacement: replacement,
          Details: [...details],
        },
      },
    ],
    new Map(),
  )[0]

describe('what CloudFormation says of a resource', () => {
  it('is never told as less of a replacement than its summary or any of its details say', () => {
    const summary = fc.constantFrom<'True' | 'False' | 'Conditional' | undefined>(
      'True',
      'False',
      'Conditional',
      undefined,
    )
    fc.assert(
      fc.property(summary, fc.array(detail), (replacement, details) => {
        const told = weight[modify(replacement, details)?.replacement ?? 'False']
        expect(told).toBeGreaterThanOrEqual(weight[replacement ?? 'False'])
        const recreates = details.map((each) => each.Target?.RequiresRecreation)
        if (recreates.some((each) => each !== 'Never')) expect(told).toBeGreaterThanOrEqual(weight.Conditional)
        if (details.some((each) => each.Evaluation === 'Static' && each.Target?.RequiresRecreation === 'Always'))
          expect(told).toBe(weight.True)
        // Nor as more: nothing that recreates means no replacement.
        if (replacement !== 'True' && replacement !== 'Conditional' && recreates.every((each) => each === 'Never'))
          expect(told).toBe(weight.False)
      }),
    )
  })

  it('does not depend on the order of its details', () => {
    fc.assert(
      fc.property(
        fc
          .array(detail, { minLength: 1 })
          .chain((details) =>
            fc.tuple(
              fc.constant(details),
              fc.shuffledSubarray(details, { minLength: details.length, maxLength: details.length }),
            ),
          ),
        ([details, shuffled]) => {
          expect(modify('False', shuffled)?.replacement).toBe(modify('False', details)?.replacement)
        },
      ),
    )
  })

  it.each(['Add', 'Remove', 'Import', 'Dynamic'] as const)('carries no replacement for %s', (Action) => {
    const given: SdkChange = { ResourceChange: { Action, LogicalResourceId: 'A', ResourceType: 'T' } }
    expect(changesOf([given], new Map())).toEqual([{ action: Action, logicalId: 'A', type: 'T', properties: [] }])
  })

  it('names each property by its path where there is one, with its values', () => {
    expect(
      modify('False', [
        { Target: { Path: '/Properties/A/0', BeforeValue: '1', AfterValue: '2', RequiresRecreation: 'Never' } },
        { Target: { Attribute: 'Properties', Name: 'B', RequiresRecreation: 'Always' } },
        { Target: { Attribute: 'Tags' } },
      ])?.properties,
    ).toEqual([
      { path: '/Properties/A/0', before: '1', after: '2', recreates: 'Never' },
      { path: 'Properties.B', recreates: 'Always' },
      { path: 'Tags', recreates: 'Never' },
    ])
  })

  it('holds the changes of the nested stack it stands for', () => {
    const inner = changesOf(
      [{ ResourceChange: { Action: 'Add', LogicalResourceId: 'In', ResourceType: 'T' } }],
      new Map(),
    )
    const [outer] = changesOf(
      [
        {
          ResourceChange: {
            Action: 'Add',
            LogicalResourceId: 'Out',
            ResourceType: 'AWS::CloudFormation::Stack',
            ChangeSetId: 'arn:inner',
          },
        },
        { Type: 'Resource' },
      ],
      new Map([['arn:inner', inner]]),
    )
    expect(outer?.nested).toEqual(inner)
  })
})
