import { describe, expect, it } from 'vitest'
import { delivery, github, identity, image, service } from '#model'
import { production, propertiesOf, stackNamed, stacksFor } from './deliveries.ts'
import { canada, everything } from './everything.ts'
import { listAt } from './look.ts'

const stack = stackNamed(stacksFor(everything(), canada), 'identity')

describe('who signs in', () => {
  it('does so by e-mail, with a second factor by choice', () => {
    expect(propertiesOf(stack, 'UsersPool')).toMatchObject({
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    })
  })

  it('is kept whatever happens to the stack', () => {
    expect(stack.template.Resources.UsersPool).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    })
    expect(propertiesOf(stack, 'UsersPool').DeletionProtection).toBe('ACTIVE')
  })

  it('gives every attribute that is asked for, the address first and once', () => {
    const names = listAt(propertiesOf(stack, 'UsersPool'), 'Schema').map(({ Name }) => Name)
    expect(names).toEqual(['email', 'name', 'preferred_username'])
  })

  it('is watched for threats only in the plan that offers it', () => {
    expect(propertiesOf(stack, 'UsersPool')).toMatchObject({
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    })
  })

  it('has a client without a secret, which never sees a password', () => {
    const client = propertiesOf(stack, 'UsersClient')
    expect(client.GenerateSecret).toBe(false)
    expect(client.ExplicitAuthFlows).not.toContain('ALLOW_USER_PASSWORD_AUTH')
    expect(client.PreventUserExistenceErrors).toBe('ENABLED')
  })

  it('has one that takes passwords when a service signs people in', () => {
    const users = identity('users')
    const api = service('api', { image: image('.'), port: 3000, health: '/', uses: [users.signIn()] })
    const given = { name: 'hello', repo: github('acme/hello'), environments: [production], services: [api] }
    const made = stackNamed(stacksFor(delivery(given), production), 'identity')
    expect(propertiesOf(made, 'UsersClient').ExplicitAuthFlows).toContain('ALLOW_USER_PASSWORD_AUTH')
  })

  it('gets its mail from the address that was given, as the domain in SES lets it', () => {
    expect(propertiesOf(stack, 'UsersPool').EmailConfiguration).toEqual({
      EmailSendingAccount: 'DEVELOPER',
      From: 'no-reply@cruddur.com',
      SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/cruddur.com' },
    })
  })

  it('is told to the function that asked, which only this pool may call', () => {
    expect(stack.needs.map(({ id }) => id)).toEqual(['function-confirm'])
    const arn = { 'Fn::ImportValue': 'cruddur-production-function-confirm-functionArn' }
    expect(propertiesOf(stack, 'UsersPool').LambdaConfig).toEqual({ PostConfirmation: arn })
    expect(propertiesOf(stack, 'UsersMayCall')).toMatchObject({
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['UsersPool', 'Arn'] },
    })
  })
})
