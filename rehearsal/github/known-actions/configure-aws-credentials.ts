// Takes a role the way the real action does: an id token of the job, AssumeRoleWithWebIdentity, and the credentials in
// the environment of later steps. https://github.com/aws-actions/configure-aws-credentials
import { XMLParser } from 'fast-xml-parser'
import { StepFailure } from '../refusal.ts'
import type { ActionCall, KnownAction } from './known-action.ts'

const audienceOf = (input: ActionCall['input']): string => input('audience') || 'sts.amazonaws.com'

const ask = async (url: string, request: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, request)
  } catch (error) {
    throw new StepFailure(`Could not reach ${new URL(url).origin}: ${error instanceof Error ? error.message : error}`)
  }
}

const askIdToken = async ({ input, state }: ActionCall): Promise<string> => {
  const { idToken } = state.admission
  if (!idToken)
    throw new StepFailure(
      'Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers. Did you mean to set the `id-token` permission?',
    )
  const reply = await ask(`${idToken.url}&audience=${encodeURIComponent(audienceOf(input))}`, {
    headers: { authorization: `Bearer ${idToken.token}` },
    signal: state.signal,
  })
  if (!reply.ok) throw new StepFailure(`getIDToken call failed: ${reply.status}`)
  return ((await reply.json()) as { value: string }).value
}

interface Session {
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken: string
}

const parser = new XMLParser({ parseTagValue: false })

const assume = async (call: ActionCall, token: string): Promise<Session> => {
  const { input, state } = call
  const endpoint = state.env.AWS_ENDPOINT_URL
  if (!endpoint) throw new StepFailure('the local runner takes roles of a local AWS only: there is no AWS_ENDPOINT_URL')
  const reply = await ask(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: input('role-to-assume'),
      RoleSessionName: input('role-session-name') || 'GitHubActions',
      DurationSeconds: input('role-duration-seconds') || '3600',
      WebIdentityToken: token,
    }).toString(),
    signal: state.signal,
  })
  const xml = parser.parse(await reply.text())
  const session = xml.AssumeRoleWithWebIdentityResponse?.AssumeRoleWithWebIdentityResult?.Credentials
  if (!reply.ok || !session) {
    const said = xml.ErrorResponse?.Error?.Message ?? xml.Response?.Errors?.Error?.Message ?? `status ${reply.status}`
    throw new StepFailure(`Could not assume role with OIDC: ${said}`)
  }
  return session as Session
}

/** The role of `role-to-assume`, through the job's identity. */
export const configureAwsCredentials: KnownAction = async (call) => {
  const { input, state } = call
  const region = input('aws-region')
  if (region === '') throw new StepFailure('Input required and not supplied: aws-region')
  if (input('role-to-assume') === '') throw new StepFailure('the local runner takes roles only: give role-to-assume')
  const session = await assume(call, await askIdToken(call))
  state.masks.add(session.SecretAccessKey).add(session.SessionToken)
  Object.assign(state.env, {
    AWS_ACCESS_KEY_ID: session.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: session.SecretAccessKey,
    AWS_SESSION_TOKEN: session.SessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  })
  state.say(`took the role ${input('role-to-assume')}`)
  return { 'aws-account-id': input('role-to-assume').split(':')[4] ?? '' }
}
