import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolve } from '#cfn/analysis/resolve.ts'
import { pseudoParameters, type Scope, unappliedScope } from '#cfn/analysis/scope.ts'
import type { Template } from '#cfn/analysis/template.ts'
import { isUnknown, unknownOf } from '#cfn/analysis/unknown.ts'

const template: Template = {
  Parameters: { Env: { Type: 'String' }, Count: { Type: 'Number' }, Later: { Type: 'String' } },
  Mappings: { Sizes: { prod: { cpu: 512, zones: ['a', 'b'] }, dev: { cpu: 256 } } },
  Conditions: {
    Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
    Both: { 'Fn::And': [{ Condition: 'Prod' }, { 'Fn::Equals': [{ Ref: 'Count' }, '3'] }] },
    Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'Prod' }, { Condition: 'Both' }] }] },
    Undecided: { 'Fn::Equals': [{ Ref: 'Later' }, 'x'] },
    DecidedAnyway: { 'Fn::Or': [{ Condition: 'Undecided' }, { Condition: 'Prod' }] },
    Circle: { 'Fn::Not': [{ Condition: 'Circle' }] },
  },
  Resources: { Web: { Type: 'T' }, Db: { Type: 'T' } },
}

const scope: Scope = unappliedScope(template, {
  parameters: { Env: 'prod', Count: 3 },
  pseudo: pseudoParameters({ account: '111111111111', region: 'eu-west-1', stackName: 'web', stackId: 'arn:stack' }),
  reference: (logicalId, attribute) =>
    logicalId === 'Web'
      ? attribute === undefined
        ? 'web-1'
        : `web-1/${attribute}`
      : unknownOf(`${logicalId}.${attribute ?? 'Ref'}`),
  exported: (name) => `value of ${name}`,
  zones: (region) => [`${region}a`, `${region}b`],
})

test.each<[string, unknown, unknown]>([
  ['Ref of a parameter', { Ref: 'Env' }, 'prod'],
  ['Ref of a number parameter', { Ref: 'Count' }, 3],
  ['Ref of a resource', { Ref: 'Web' }, 'web-1'],
  ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Web', 'Arn'] }, 'web-1/Arn'],
  ['GetAtt as dotted text', { 'Fn::GetAtt': 'Web.Endpoint.Port' }, 'web-1/Endpoint.Port'],
  ['GetAtt with a resolved attribute', { 'Fn::GetAtt': ['Web', { 'Fn::Sub': '${Env}Arn' }] }, 'web-1/prodArn'],
  [
    'Sub with every kind of name',
    { 'Fn::Sub': '${Env}/${Web}/${Web.Arn}/${AWS::AccountId}' },
    'prod/web-1/web-1/Arn/111111111111',
  ],
  ['Sub with a literal', { 'Fn::Sub': '${!Env}-${Env}' }, '${Env}-prod'],
  ['Sub with values of its own', { 'Fn::Sub': ['${A}-${Env}', { A: { Ref: 'Count' } }] }, '3-prod'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Env' }, 1]] }, 'a-prod-1'],
  ['Join of a list that a function gives', { 'Fn::Join': ['+', { 'Fn::GetAZs': '' }] }, 'eu-west-1a+eu-west-1b'],
  ['Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
  ['Split', { 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
  ['Select of Split', { 'Fn::Select': [0, { 'Fn::Split': [':', { 'Fn::Sub': '${Env}:x' }] }] }, 'prod'],
  ['If that holds', { 'Fn::If': ['Prod', 1, 2] }, 1],
  ['If on And, Or and Not', { 'Fn::If': ['Neither', 1, { 'Fn::If': ['Both', 'both', 3] }] }, 'both'],
  ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Env' }, 'cpu'] }, 512],
  ['FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'test', 'cpu', { DefaultValue: 128 }] }, 128],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Env}-vpc' } }, 'value of prod-vpc'],
  ['Base64', { 'Fn::Base64': 'größe' }, Buffer.from('größe').toString('base64')],
  ['GetAZs of another region', { 'Fn::GetAZs': 'us-east-1' }, ['us-east-1a', 'us-east-1b']],
  ['ToJsonString', { 'Fn::ToJsonString': { a: [{ Ref: 'Env' }] } }, '{"a":["prod"]}'],
  ['Length', { 'Fn::Length': { 'Fn::GetAZs': '' } }, 2],
  ['Cidr', { 'Fn::Cidr': ['10.0.0.0/16', '2', '8'] }, ['10.0.0.0/24', '10.0.1.0/24']],
  ['NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
  ['NoValue in a list', [1, { 'Fn::If': ['Prod', { Ref: 'AWS::NoValue' }, 2] }], [1]],
  [
    'a policy Condition, which is no intrinsic',
    { Condition: { StringEquals: { a: { Ref: 'Env' } } } },
    { Condition: { StringEquals: { a: 'prod' } } },
  ],
])('%s', (_what, value, expected) => {
  expect(resolve(value, scope)).toEqual(expected)
})

test('AWS::NoValue alone gives nothing', () => {
  expect(resolve({ Ref: 'AWS::NoValue' }, scope)).toBeUndefined()
})

describe('a value that is known only after apply', () => {
  test.each<[string, unknown, string]>([
    ['through Ref', { Ref: 'Db' }, 'Db.Ref'],
    ['through GetAtt', { 'Fn::GetAtt': ['Db', 'Arn'] }, 'Db.Arn'],
    ['through Sub', { 'Fn::Sub': 'x/${Db.Arn}' }, 'x/${Db.Arn}'],
    ['through Join', { 'Fn::Join': ['-', ['a', { Ref: 'Db' }]] }, 'a-${Db.Ref}'],
    ['through Select', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Db', 'Names'] }] }, 'Db.Names[0]'],
    ['through Split', { 'Fn::Split': [',', { Ref: 'Db' }] }, 'Db.Ref split'],
    ['through If on an undecided condition', { 'Fn::If': ['Undecided', 1, 2] }, 'parameter Later'],
  ])('stays unknown %s', (_how, value, of) => {
    const resolved = resolve(value, scope)
    expect(isUnknown(resolved) && resolved.of).toBe(of)
  })

  test('does not make unknown what is decided without it', () => {
    expect(resolve({ 'Fn::If': ['DecidedAnyway', 'yes', 'no'] }, scope)).toBe('yes')
  })

  test('is printed as change sets print it', () => {
    expect(JSON.stringify({ a: resolve({ Ref: 'Db' }, scope) })).toBe('{"a":"{{changeSet:KNOWN_AFTER_APPLY}}"}')
  })
})

test.each<[unknown, string]>([
  [{ Ref: 'Nobody' }, 'Unresolved resource dependencies [Nobody]'],
  [{ 'Fn::GetAtt': ['Nobody', 'Arn'] }, 'references undefined resource Nobody'],
  [{ 'Fn::Select': [5, ['a']] }, 'cannot select nonexistent value at index 5'],
  [{ 'Fn::FindInMap': ['Sizes', 'test', 'cpu'] }, 'Unable to get mapping for Sizes::test::cpu'],
  [{ 'Fn::If': ['Circle', 1, 2] }, 'circular condition dependency'],
  [{ 'Fn::If': ['Missing', 1, 2] }, 'unresolved condition dependency Missing'],
  [{ 'Fn::Join': ['-', 'text'] }, 'Fn::Join needs a list'],
])('%j is refused', (value, message) => {
  expect(() => resolve(value, scope)).toThrow(message)
})

const plainJson = fc
  .jsonValue({ maxDepth: 4 })
  .filter((value) => !JSON.stringify(value).includes('"Ref"') && !JSON.stringify(value).includes('Fn::'))

test('a value without intrinsics resolves to itself', () => {
  fc.assert(
    fc.property(plainJson, (value) => {
      expect(resolve(value, scope)).toEqual(value)
    }),
  )
})

test('Split undoes Join when the separator is in no part', () => {
  const part = fc.string().filter((text) => !text.includes('|'))
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      expect(resolve({ 'Fn::Split': ['|', { 'Fn::Join': ['|', parts] }] }, scope)).toEqual(parts)
    }),
  )
})

test('Sub of a text without placeholders is the text', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes('${')),
      (text) => {
        expect(resolve({ 'Fn::Sub': text }, scope)).toBe(text)
      },
    ),
  )
})

test('resolving twice changes nothing more', () => {
  const leaf = fc.oneof(fc.constant({ Ref: 'Env' }), fc.constant({ 'Fn::Sub': '${Count}' }), fc.integer())
  fc.assert(
    fc.property(fc.array(leaf), (value) => {
      const once = resolve(value, scope)
      expect(resolve(once, scope)).toEqual(once)
    }),
  )
})
