import { expect, test } from 'vitest'
import type { Template } from '#cfn/analysis/template.ts'
import { templateProblems } from '#cfn/analysis/validate.ts'

const resources = (resources: Record<string, unknown>) => ({ Resources: resources }) as unknown as Template

test.each<[Template, string]>([
  [resources({}), 'Template format error: At least one Resources member must be defined.'],
  [
    { ...resources({ A: { Type: 'T' } }), Foo: 1 } as unknown as Template,
    'Invalid template property or properties [Foo]',
  ],
  [resources({ 'a-b': { Type: 'T' } }), 'Template format error: Resource name a-b is non alphanumeric.'],
  [resources({ A: {} }), 'Template format error: [/Resources/A] Every Resources object must contain a Type member.'],
  [
    resources({ A: { Type: 'T', Properties: { X: { Ref: 'Gone' } } } }),
    'Template format error: Unresolved resource dependencies [Gone] in the Resources block of the template',
  ],
  [
    resources({ A: { Type: 'T', DependsOn: ['Gone'] } }),
    'Template format error: Unresolved resource dependencies [Gone] in the Resources block of the template',
  ],
  [
    { ...resources({ A: { Type: 'T' } }), Outputs: { O: { Value: { Ref: 'Gone' } } } },
    'Template format error: Unresolved resource dependencies [Gone] in the Outputs block of the template',
  ],
  [
    resources({ A: { Type: 'T', Properties: { X: { 'Fn::GetAtt': ['Gone', 'Arn'] } } } }),
    'Template error: instance of Fn::GetAtt references undefined resource Gone',
  ],
  [
    resources({ A: { Type: 'T', Condition: 'No' } }),
    'Template format error: Unresolved condition dependency No in the Resources block of the template',
  ],
  [
    resources({ A: { Type: 'T', Properties: { X: { Ref: 'B' } } }, B: { Type: 'T', DependsOn: 'A' } }),
    'Circular dependency between resources: [A, B]',
  ],
])('%j is refused', (template, problem) => {
  expect(templateProblems(template)).toEqual([problem])
})

test('pseudo parameters, parameters and resources may be referred to', () => {
  const template: Template = {
    Parameters: { P: { Type: 'String' } },
    Resources: { A: { Type: 'T', Properties: { X: { 'Fn::Sub': '${P} ${AWS::Region} ${B.Arn}' } } }, B: { Type: 'T' } },
  }
  expect(templateProblems(template)).toEqual([])
})
