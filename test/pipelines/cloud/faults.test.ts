import { describe, expect, it } from 'vitest'
import { Fault, fault } from '#model'
import { asking, faultOf, isMissing, isTaken, isThereAlready, isUnchanged } from '#pipelines/cloud/faults.ts'

const named = (name: string, message = 'what AWS says', more: object = {}) =>
  Object.assign(new Error(message), { name, ...more })

describe('an error of the SDK', () => {
  it.each([
    ['CredentialsProviderError', 'no-credentials', 'aws sso login'],
    ['ExpiredToken', 'credentials-expired', 'log in again'],
    ['ExpiredTokenException', 'credentials-expired', 'log in again'],
    ['AccessDenied', 'access-denied', 'principal'],
    ['AccessDeniedException', 'access-denied', 'principal'],
    ['InvalidClientTokenId', 'credentials-unknown', 'AWS_ACCESS_KEY_ID'],
    ['UnrecognizedClientException', 'credentials-unknown', 'AWS_ACCESS_KEY_ID'],
    ['Throttling', 'throttled', 'again'],
    ['ThrottlingException', 'throttled', 'again'],
    ['TooManyRequestsException', 'throttled', 'again'],
    ['RequestLimitExceeded', 'throttled', 'again'],
    ['LimitExceededException', 'aws-refused', 'again'],
    ['ValidationError', 'aws-refused', 'again'],
  ])('%s is %s', (name, code, fix) => {
    const { findings, exit, cause } = faultOf(named(name), 'ecs:DescribeServices api')
    expect(findings).toMatchObject([
      { code, at: { file: 'aws ecs:DescribeServices api' }, fix: expect.stringContaining(fix) },
    ])
    expect(exit).toBe(1)
    expect(cause).toMatchObject({ name })
  })

  it('that nobody knows is told in AWS’s own words', () => {
    expect(faultOf(named('OddException', 'it is odd'), 's3:PutObject').findings[0]?.says).toBe(
      'OddException: it is odd',
    )
  })

  it('without an answer is told with the endpoint, whatever its name', () => {
    const error = named('Error', 'connect ECONNREFUSED 127.0.0.1:4566', { code: 'ECONNREFUSED' })
    expect(faultOf(error, 'sts:GetCallerIdentity').findings).toMatchObject([
      { code: 'endpoint-unreachable', says: expect.stringContaining('127.0.0.1:4566') },
    ])
  })

  it('that was told already is passed on as it is; what is no error is thrown as it is', async () => {
    const told = fault({ at: 'a', code: 'b', says: 'c', fix: 'd' })
    await expect(asking('e', () => Promise.reject(told))).rejects.toBe(told)
    await expect(asking('e', () => Promise.reject('text'))).rejects.toBe('text')
    await expect(asking('e', () => Promise.reject(named('X')))).rejects.toBeInstanceOf(Fault)
    await expect(asking('e', async () => 'answer')).resolves.toBe('answer')
  })
})

describe('what an error means', () => {
  it.each([
    ['ValidationError', 'Stack with id hello does not exist', true],
    ['ValidationError', 'Template format error', false],
    ['ResourceNotFoundException', '', true],
    ['ClusterNotFoundException', '', true],
    ['PipelineDoesNotExistException', '', true],
    ['NoSuchKey', '', true],
    ['AccessDenied', 'does not exist', false],
  ])('%s "%s" means missing: %s', (name, message, missing) => {
    expect(isMissing(named(name, message))).toBe(missing)
  })

  it.each([
    ['PreconditionFailed', true],
    ['ConditionalRequestConflict', true],
    ['NoSuchBucket', false],
  ])('%s means that the object is there already: %s', (name, there) => {
    expect(isThereAlready(named(name))).toBe(there)
  })

  it.each([
    ['AlreadyExistsException', true],
    ['AlreadyExists', true],
    ['ValidationError', false],
  ])('%s means that the name is taken: %s', (name, taken) => {
    expect(isTaken(named(name))).toBe(taken)
  })

  it.each([
    ["The submitted information didn't contain changes. Submit different information to create a change set.", true],
    ['No updates are to be performed.', true],
    ['Template error: instance of Fn::GetAtt references undefined resource', false],
  ])('of a change set, "%s": unchanged %s', (reason, unchanged) => {
    expect(isUnchanged(reason)).toBe(unchanged)
  })
})
