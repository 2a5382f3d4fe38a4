import { expect, it } from 'vitest'
import { artifactStatements } from '#cfn/stacks/artifact-access.ts'
import { value } from '#model/value.ts'

it('artifacts may be written, the templates and the code beside them never', () => {
  const arn = value<'bucket-arn'>({ 'Fn::GetAtt': ['Artifacts', 'Arn'] })
  const [, objects, templates] = artifactStatements(arn)
  expect(objects).toMatchObject({ Effect: 'Allow', Resource: { 'Fn::Sub': '${Artifacts.Arn}/*' } })
  expect(templates).toEqual({
    Effect: 'Deny',
    Action: ['s3:PutObject'],
    Resource: [{ 'Fn::Sub': '${Artifacts.Arn}/code/*' }, { 'Fn::Sub': '${Artifacts.Arn}/templates/*' }],
  })
})
