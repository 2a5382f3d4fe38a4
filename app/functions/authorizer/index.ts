import { Refusal } from '../../server/problem.ts'
import { tokensOf } from '../../server/tokens.ts'
import { required } from '../environment.ts'

const tokens = tokensOf({
  poolId: required('USERS_POOL_ID'),
  clientId: required('USERS_CLIENT_ID'),
  endpoint: process.env.AWS_ENDPOINT_URL,
})

/** What an HTTP API asks, in format 2.0. */
type Asked = { readonly headers?: Readonly<Record<string, string | undefined>> }

/** The simple answer; what is in `context` reaches the function behind. */
type Answer = { readonly isAuthorized: boolean; readonly context?: { readonly sub: string } }

/**
 * Lets those in who bring an access token of the user pool. Nothing of the request is logged: it holds the token.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export const handler = async ({ headers = {} }: Asked): Promise<Answer> => {
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (token === undefined) return { isAuthorized: false }
  try {
    const { sub } = await tokens.verify(token)
    return { isAuthorized: true, context: { sub } }
  } catch (error) {
    // Only a token that is refused is the caller's fault; keys that cannot be had are not.
    if (error instanceof Refusal && error.problem.status === 401) return { isAuthorized: false }
    throw error
  }
}
