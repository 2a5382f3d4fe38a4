import { expect, test } from 'vitest'
import { trusts } from '#rehearsal/iam/trust-policy.ts'

const provider = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com'
const key = 'token.actions.githubusercontent.com'
const main = 'repo:acme/app:ref:refs/heads/main'

const trust = (condition: Record<string, unknown>) => ({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: condition,
    },
  ],
})
const asks = (document: unknown, claims: { sub?: string; aud?: string }) =>
  trusts(document, {
    action: 'sts:AssumeRoleWithWebIdentity',
    principal: { kind: 'Federated', id: provider },
    context: Object.fromEntries(
      Object.entries({ aud: 'sts.amazonaws.com', ...claims }).map(([name, value]) => [`${key}:${name}`, [value]]),
    ),
  })
const exact = (sub: unknown) => trust({ StringEquals: { [`${key}:sub`]: sub, [`${key}:aud`]: 'sts.amazonaws.com' } })
const like = (sub: unknown) => trust({ StringLike: { [`${key}:sub`]: sub } })

test.each<[string, unknown, { sub?: string; aud?: string }, boolean]>([
  ['the exact branch', exact(main), { sub: main }, true],
  ['another branch', exact(main), { sub: 'repo:acme/app:ref:refs/heads/dev' }, false],
  ['a pull request', exact(main), { sub: 'repo:acme/app:pull_request' }, false],
  ['an environment', exact('repo:acme/app:environment:prod'), { sub: 'repo:acme/app:environment:prod' }, true],
  ['one of several subjects', exact(['repo:acme/x:pull_request', main]), { sub: main }, true],
  ['another audience', exact(main), { sub: main, aud: 'https://github.com/acme' }, false],
  ['a repository of the owner', like('repo:acme/*'), { sub: main }, true],
  ['a repository of another owner', like('repo:acme/*'), { sub: 'repo:evil/app:ref:refs/heads/main' }, false],
  [
    'a repository whose name merely starts alike, which a loose pattern admits',
    like('repo:acme/app*'),
    { sub: 'repo:acme/app-evil:ref:refs/heads/main' },
    true,
  ],
  ['a subject in other letter case', exact(main), { sub: 'repo:Acme/app:ref:refs/heads/main' }, false],
  ['a star under StringEquals, which is a star', exact('repo:acme/*'), { sub: main }, false],
  [
    'anyone, when no subject is asked for',
    trust({ StringEquals: { [`${key}:aud`]: 'sts.amazonaws.com' } }),
    { sub: 'repo:evil/x:pull_request' },
    true,
  ],
  ['a token without a subject', exact(main), {}, false],
  ['a token without a subject under IfExists', trust({ StringEqualsIfExists: { [`${key}:sub`]: main } }), {}, true],
  [
    'a token without a subject under ForAllValues, which admits it',
    trust({ 'ForAllValues:StringLike': { [`${key}:sub`]: 'repo:acme/*' } }),
    {},
    true,
  ],
  [
    'a token without a subject under ForAnyValue',
    trust({ 'ForAnyValue:StringLike': { [`${key}:sub`]: 'repo:acme/*' } }),
    {},
    false,
  ],
  [
    'the subject form with ids',
    exact('repo:acme@12/app@34:ref:refs/heads/main'),
    { sub: 'repo:acme@12/app@34:ref:refs/heads/main' },
    true,
  ],
  ['the form with ids against the one without', exact(main), { sub: 'repo:acme@12/app@34:ref:refs/heads/main' }, false],
  [
    'a key in other letter case, which is the same key',
    trust({ StringEquals: { [`${key.toUpperCase()}:sub`]: main } }),
    { sub: main },
    true,
  ],
  ['Null that wants the subject present', trust({ Null: { [`${key}:sub`]: 'false' } }), {}, false],
  [
    'StringNotLike on what it names',
    trust({ StringNotLike: { [`${key}:sub`]: '*pull_request' } }),
    { sub: 'repo:acme/app:pull_request' },
    false,
  ],
  ['an operator nobody knows', trust({ StringSounds: { [`${key}:sub`]: main } }), { sub: main }, false],
])('%s', (_who, document, claims, admitted) => {
  expect(asks(document, claims)).toBe(admitted)
})

test('a denial outweighs an allowance', () => {
  const [allow] = like('repo:acme/*').Statement
  const deny = { ...allow, Effect: 'Deny', Condition: { StringLike: { [`${key}:sub`]: '*:pull_request' } } }
  expect(asks({ Statement: [allow, deny] }, { sub: main })).toBe(true)
  expect(asks({ Statement: [allow, deny] }, { sub: 'repo:acme/app:pull_request' })).toBe(false)
})

test.each([
  ['sts:AssumeRole', false],
  ['sts:*', true],
  ['sts:AssumeRoleWith*', true],
  ['STS:assumerolewithwebidentity', true],
])('the action %s admits: %s', (Action, admitted) => {
  expect(asks({ Statement: [{ Effect: 'Allow', Principal: { Federated: provider }, Action }] }, { sub: main })).toBe(
    admitted,
  )
})
