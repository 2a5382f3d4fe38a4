import { expect, test } from 'vitest'
import { parameterValues } from '#cfn/analysis/parameters.ts'
import type { TemplateParameter } from '#cfn/analysis/template.ts'

const one = (definition: TemplateParameter, text?: string) =>
  parameterValues({
    definitions: { P: definition },
    given: text === undefined ? {} : { P: text },
    ssm: (name) => (name === '/image' ? 'a,b' : undefined),
  })

test.each<[TemplateParameter, string | undefined, unknown]>([
  [{ Type: 'String', Default: 'x' }, undefined, 'x'],
  [{ Type: 'String', Default: 'x' }, 'y', 'y'],
  [{ Type: 'Number' }, '80', 80],
  [{ Type: 'Number', Default: 3 }, undefined, 3],
  [{ Type: 'CommaDelimitedList' }, 'a, b', ['a', 'b']],
  [{ Type: 'List<Number>' }, '1,2', [1, 2]],
  [{ Type: 'List<AWS::EC2::Subnet::Id>' }, 'subnet-1,subnet-2', ['subnet-1', 'subnet-2']],
  [{ Type: 'AWS::SSM::Parameter::Value<String>' }, '/image', 'a,b'],
  [{ Type: 'AWS::SSM::Parameter::Value<List<String>>' }, '/image', ['a', 'b']],
])('%j given %j is %j', (definition, text, value) => {
  expect(one(definition, text)).toMatchObject({ values: { P: value }, problems: [] })
})

test.each<[TemplateParameter, string | undefined, string]>([
  [{ Type: 'String' }, undefined, 'Parameters: [P] must have values'],
  [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
  [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'aB', "Parameter 'P' must match pattern [a-z]+"],
  [
    { Type: 'String', AllowedPattern: 'a', ConstraintDescription: 'be an a' },
    'b',
    'Parameter P failed to satisfy constraint: be an a',
  ],
  [{ Type: 'String', MinLength: 3 }, 'ab', "Parameter 'P' must contain at least 3 characters"],
  [{ Type: 'String', MaxLength: '1' }, 'ab', "Parameter 'P' must contain at most 1 characters"],
  [{ Type: 'Number', MinValue: 2 }, '1', "Parameter 'P' must be a number not less than 2"],
  [{ Type: 'Number', MaxValue: 2 }, '3', "Parameter 'P' must be a number not greater than 2"],
  [{ Type: 'Number' }, 'many', "Parameter 'P' must be a number"],
  [
    { Type: 'AWS::SSM::Parameter::Value<String>' },
    '/nothing',
    'Unable to fetch parameters [/nothing] from parameter store for this account.',
  ],
])('%j refuses %j', (definition, text, problem) => {
  expect(one(definition, text).problems).toEqual([problem])
})

test('a parameter the template does not have is refused', () => {
  expect(parameterValues({ definitions: {}, given: { Q: '1' } }).problems).toEqual([
    'Parameters: [Q] do not exist in the template',
  ])
})
