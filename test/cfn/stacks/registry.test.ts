import { describe, expect, it } from 'vitest'
import { registry } from '#cfn/stacks/registry.ts'
import { production, propertiesOf, withoutDatabase } from './deliveries.ts'
import { at } from './look.ts'

const stack = registry(withoutDatabase(), production)

describe('the registry', () => {
  it('never lets a tag mean another image, and scans what is pushed', () => {
    expect(propertiesOf(stack, 'ReaderRepository')).toMatchObject({
      RepositoryName: 'events/production/reader',
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
    })
  })

  it('keeps a bounded number of images', () => {
    const { rules } = JSON.parse(
      String(at(propertiesOf(stack, 'ReaderRepository'), 'LifecyclePolicy', 'LifecyclePolicyText')),
    )
    expect(rules.map((rule: { selection: { tagStatus: string } }) => rule.selection.tagStatus)).toEqual([
      'untagged',
      'any',
    ])
    // ECR evaluates by priority and wants each to be its own.
    expect(rules.map((rule: { rulePriority: number }) => rule.rulePriority)).toEqual([1, 2])
  })

  it('says of each service that no image runs yet', () => {
    expect(propertiesOf(stack, 'WriterImage')).toMatchObject({
      Name: '/events/production/writer/image',
      Type: 'String',
      Value: 'none',
    })
  })

  it('exports a repository and a parameter per service', () => {
    expect(Object.keys(stack.exports)).toEqual(
      ['reader', 'writer'].flatMap((name) =>
        ['repository-name', 'repository-arn', 'repository-uri', 'image-parameter'].map((key) => `${name}-${key}`),
      ),
    )
  })
})
