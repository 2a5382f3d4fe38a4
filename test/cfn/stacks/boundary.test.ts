import { expect, it } from 'vitest'
import { stacksByEnvironment } from '#pipelines/generate.ts'
import { permissionsSample } from '#scripts/generate/permissions-sample.ts'
import { cruddur, stacksFor, templatesOf } from './deliveries.ts'

const boundariesIn = (templates: ReturnType<typeof templatesOf>) =>
  templates
    .flatMap(({ template }) => Object.values(template.Resources))
    .filter(({ Type }) => Type === 'AWS::IAM::Role' || Type === 'AWS::IAM::User')
    .map(({ Properties }) => Properties?.PermissionsBoundary)

it('a boundary bounds every role and user, nested ones too', () => {
  const all = stacksByEnvironment(permissionsSample()).flatMap(({ stacks }) => boundariesIn(templatesOf(stacks)))
  const arn = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/team-boundary' }
  expect(all.length).toBeGreaterThan(20)
  expect(all.every((each) => JSON.stringify(each) === JSON.stringify(arn))).toBe(true)
})

it('without one, no role has any', () => {
  expect(boundariesIn(templatesOf(stacksFor(cruddur()))).filter((each) => each !== undefined)).toEqual([])
})
