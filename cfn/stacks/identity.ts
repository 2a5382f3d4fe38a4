import { type Delivery, type Environment, type Func, type Identity, pascal, type Stack, stack } from '#model'
import { pseudo, sub } from '../template/intrinsics.ts'
import { type AnyResource, resource } from '../template/resource.ts'
import { template } from '../template/template.ts'
import { type IdentityExports, type Layers, merged, owned, present } from './layers.ts'
import { prefixOf, tagsOf } from './names.ts'

/** The user pools. Functions that hear of confirmed accounts must stand before. */
export const identity = (d: Delivery, e: Environment, layers: Layers): Stack<IdentityExports> => {
  const hooks = d.functions.filter((each) => each.on.some(({ event }) => event === 'confirmed'))
  const before = hooks.map((each) => present(layers.functions?.get(each), `function ${each.name}`))
  const needs = Object.fromEntries(before.map((each) => [each.id, each as Stack]))
  return stack({ delivery: d.name, environment: e, id: 'identity', needs }, () => {
    const made = d.identities.map((each) => ({ identity: each, ...poolOf(d, e, { identity: each, layers }) }))
    return {
      template: template({
        description: `${d.name} ${e.name}: who signs in`,
        resources: made.flatMap((each) => each.resources),
        tags: tagsOf(d, e),
      }),
      exports: merged(
        made.map((each) => owned(each.identity.name, { 'pool-id': each.pool.ref, 'client-id': each.client.ref })),
      ),
    }
  })
}

/** The function that hears of confirmed accounts: Cognito calls one. */
const hookOf = (d: Delivery, of: Identity): Func | undefined =>
  d.functions.find(({ on }) => on.some((source) => source.event === 'confirmed' && source.of === of))

const poolOf = (d: Delivery, e: Environment, of: { readonly identity: Identity; readonly layers: Layers }) => {
  const { identity: given, layers } = of
  const id = pascal(given.name)
  const hook = hookOf(d, given)
  const called = hook && present(layers.functions?.get(hook), `function ${hook.name}`).exports
  const pool = resource(
    `${id}Pool`,
    'AWS::Cognito::UserPool',
    {
      UserPoolName: `${prefixOf(d, e)}-${given.name}`,
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      // The new address counts only once it is verified, so a typing error locks nobody out.
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: !given.signUp },
      Schema: ['email', ...given.attributes.filter((name) => name !== 'email')].map((Name) => ({
        Name,
        AttributeDataType: 'String',
        Required: true,
        Mutable: true,
      })),
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
      },
      ...mfaOf(given),
      ...threatProtectionOf(given),
      ...mailOf(given),
      ...(called && { LambdaConfig: { PostConfirmation: called.functionArn } }),
      DeletionProtection: 'ACTIVE',
    },
    // Passwords cannot be exported: a pool that is lost is lost with every account.
    { deletionPolicy: 'Retain', updateReplacePolicy: 'Retain' },
  )
  const client = clientOf(id, pool, signsIn(d, given))
  const permission =
    called &&
    resource(`${id}MayCall`, 'AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: called.functionName,
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: pool.att('Arn'),
    })
  const resources: readonly AnyResource[] = [pool, client, ...(permission ? [permission] : [])]
  return { pool, client, resources }
}

const mfa = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' } as const

// By an authenticator program: a text message can be redirected, and needs a role and a spending limit.
const mfaOf = (given: Identity) => ({
  MfaConfiguration: mfa[given.mfa],
  ...(given.mfa !== 'off' && { EnabledMfas: ['SOFTWARE_TOKEN_MFA'] }),
})

/** Amazon Cognito Developer Guide, "User pool feature plans": threat protection is of the Plus plan. */
const threatProtectionOf = (given: Identity) =>
  given.threatProtection === 'off'
    ? { UserPoolTier: 'ESSENTIALS' as const }
    : {
        UserPoolTier: 'PLUS' as const,
        UserPoolAddOns: { AdvancedSecurityMode: given.threatProtection === 'audit' ? 'AUDIT' : 'ENFORCED' },
      }

const mailOf = ({ from }: Identity) =>
  from === undefined
    ? {}
    : {
        EmailConfiguration: {
          EmailSendingAccount: 'DEVELOPER',
          From: from,
          SourceArn: sub`arn:${pseudo.partition}:ses:${pseudo.region}:${pseudo.account}:identity/${from.split('@').at(-1) ?? from}`,
        },
      }

/** Whether a service signs people in by their passwords. */
const signsIn = (d: Delivery, of: Identity): boolean =>
  d.services.some(({ uses }) => uses.some(({ may, to }) => may === 'sign-in' && to === of))

// A page cannot keep a secret, so there is none; the password itself never leaves the page, unless a service takes it.
const clientOf = (id: string, pool: ReturnType<typeof resource<'AWS::Cognito::UserPool'>>, passwords: boolean) =>
  resource(`${id}Client`, 'AWS::Cognito::UserPoolClient', {
    UserPoolId: pool.ref,
    GenerateSecret: false,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', passwords ? 'ALLOW_USER_PASSWORD_AUTH' : 'ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AccessTokenValidity: 60,
    IdTokenValidity: 60,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  })
