import { expect, it } from 'vitest'
import { secretValueFrom } from '#cfn/stacks/secret-reference.ts'
import { value } from '#model/value.ts'

it('a key inside a secret is spelled as its reader wants it', () => {
  const arn = value<'secret-arn'>({ 'Fn::ImportValue': 'app-production-database-main-secret-arn' })
  expect(secretValueFrom({ arn, key: 'password' }, 'task')).toEqual({ 'Fn::Sub': ['${arn}:password::', { arn }] })
  expect(secretValueFrom({ arn, key: 'password' }, 'build')).toEqual({ 'Fn::Sub': ['${arn}:password', { arn }] })
  expect(secretValueFrom({ arn }, 'task')).toEqual(arn)
  expect(secretValueFrom({ arn }, 'build')).toEqual(arn)
})
