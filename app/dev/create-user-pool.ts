import { type AwsAddress, awsCalls } from './aws-calls.ts'
import { allowCalls } from './deploy-function.ts'
import type { Embedded } from './local-aws.generated.js'

/** A user pool as the delivery makes it, and its client. */
export type MadePool = { readonly poolId: string; readonly clientId: string }

const cognito = (operation: string) => `AWSCognitoIdentityProviderService.${operation}`

/** Makes a user pool where people sign in by email; `confirmed` is the function that hears of new ones. */
export async function createUserPool(aws: Embedded, confirmed?: string): Promise<MadePool> {
  const { json } = awsCalls(aws)
  const { UserPool } = await json<{ UserPool: { Id: string; Arn: string } }>(cognito('CreateUserPool'), {
    PoolName: 'users',
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ['email'],
    Schema: ['email', 'name', 'preferred_username'].map((Name) => ({ Name, Required: true, Mutable: true })),
    Policies: {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
      },
    },
    ...(confirmed && { LambdaConfig: { PostConfirmation: confirmed } }),
  })
  if (confirmed) await allowCalls(aws, confirmed, 'cognito-idp.amazonaws.com', UserPool.Arn)
  const { UserPoolClient } = await json<{ UserPoolClient: { ClientId: string } }>(cognito('CreateUserPoolClient'), {
    UserPoolId: UserPool.Id,
    ClientName: 'web',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
  })
  return { poolId: UserPool.Id, clientId: UserPoolClient.ClientId }
}

/** An account that is there from the start. */
export type Account = {
  readonly email: string
  readonly password: string
  readonly handle: string
  readonly displayName: string
}

/** Makes an account that can sign in at once, and gives its `sub`. */
export async function createAccount(aws: AwsAddress, UserPoolId: string, account: Account): Promise<string> {
  const { json } = awsCalls(aws)
  const { User } = await json<{ User: { Attributes: { Name: string; Value: string }[] } }>(cognito('AdminCreateUser'), {
    UserPoolId,
    Username: account.email,
    MessageAction: 'SUPPRESS',
    UserAttributes: [
      { Name: 'email', Value: account.email },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'name', Value: account.displayName },
      { Name: 'preferred_username', Value: account.handle },
    ],
  })
  const given = { UserPoolId, Username: account.email, Password: account.password, Permanent: true }
  await json(cognito('AdminSetUserPassword'), given)
  return User.Attributes.find(({ Name }) => Name === 'sub')?.Value ?? ''
}
