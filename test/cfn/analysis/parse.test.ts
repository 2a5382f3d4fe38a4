import { expect, test } from 'vitest'
import { parseTemplate } from '#cfn/analysis/parse.ts'

const readValue = (yaml: string) => {
  const { template, problems } = parseTemplate(`Resources:\n  A:\n    Type: T\n    Properties:\n      V: ${yaml}\n`)
  return problems ?? template?.Resources.A?.Properties?.V
}

test.each([
  ['!Ref Web', { Ref: 'Web' }],
  ['!GetAtt Web.Endpoint.Port', { 'Fn::GetAtt': ['Web', 'Endpoint.Port'] }],
  ['!GetAtt [Web, Arn]', { 'Fn::GetAtt': ['Web', 'Arn'] }],
  ["!Sub '${A}-x'", { 'Fn::Sub': '${A}-x' }],
  ["!Join ['-', [!Ref A, b]]", { 'Fn::Join': ['-', [{ Ref: 'A' }, 'b']] }],
  ['!If [Prod, !Ref A, !Ref AWS::NoValue]', { 'Fn::If': ['Prod', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }],
  ['!Condition Prod', { Condition: 'Prod' }],
  ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
  ['2012-10-17', '2012-10-17'],
  ['yes', true],
  ['"080"', '080'],
  ['{ Fn::ImportValue: !Sub "${N}-vpc" }', { 'Fn::ImportValue': { 'Fn::Sub': '${N}-vpc' } }],
])('%s is read as CloudFormation reads it', (yaml, json) => {
  expect(readValue(yaml)).toEqual(json)
})

test('JSON is a template too', () => {
  expect(parseTemplate('{"Resources":{"A":{"Type":"T"}}}').template?.Resources.A?.Type).toBe('T')
})

test('an unknown tag is refused at its line and column', () => {
  const { problems } = parseTemplate('Resources:\n  A: !Reff B\n')
  expect(problems).toEqual([{ line: 2, column: 6, message: expect.stringContaining('unknown tag "!Reff"') }])
})

test('a syntax error is told with its line', () => {
  expect(parseTemplate('Resources:\n  A: [1\nB: 2').problems?.[0]?.line).toBe(3)
})

test('a duplicate key is an error, not the last one wins', () => {
  expect(parseTemplate('Resources:\n  A: 1\n  A: 2\n').problems?.[0]).toMatchObject({ line: 3 })
})

test('text that is no object is no template', () => {
  expect(parseTemplate('just text').problems?.[0]?.message).toContain('object of sections')
})
