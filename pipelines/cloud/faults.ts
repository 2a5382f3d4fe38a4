// What AWS's errors mean for a person: error name → what is wrong and the fix. The only place that looks at the text
// of a message.
import { Fault, fault } from '#model'
import { unreachable } from './reachable.ts'

interface Said {
  readonly code: string
  readonly says: (message: string) => string
  readonly fix: string
}

const known: Readonly<Record<string, Said>> = {
  CredentialsProviderError: {
    code: 'no-credentials',
    says: () => 'there are no AWS credentials',
    fix: 'run "aws sso login", or set AWS_PROFILE; for the local AWS export what "launchway local" prints',
  },
  ExpiredToken: {
    code: 'credentials-expired',
    says: () => 'the AWS credentials have expired',
    fix: 'log in again ("aws sso login"), then run the command again: it goes on where it stopped',
  },
  AccessDenied: {
    code: 'access-denied',
    says: (message) => message,
    fix: 'use a principal that may do this; roles that Launchway made are derived from use: run "launchway generate" and deploy sync-role',
  },
  InvalidClientTokenId: {
    code: 'credentials-unknown',
    says: () => 'AWS does not know these credentials',
    fix: 'check AWS_ACCESS_KEY_ID and AWS_PROFILE; "aws sts get-caller-identity" must work',
  },
  Throttling: {
    code: 'throttled',
    says: () => 'AWS kept throttling the calls',
    fix: 'run the command again: what is done is not done twice',
  },
  ECONNREFUSED: {
    code: 'endpoint-unreachable',
    says: (message) => `nothing answers at the AWS endpoint (${message})`,
    fix: 'start it with "launchway local", or unset AWS_ENDPOINT_URL to talk to AWS',
  },
}

const aliases: Readonly<Record<string, string>> = {
  [unreachable]: 'ECONNREFUSED',
  ExpiredTokenException: 'ExpiredToken',
  AccessDeniedException: 'AccessDenied',
  UnrecognizedClientException: 'InvalidClientTokenId',
  ThrottlingException: 'Throttling',
  TooManyRequestsException: 'Throttling',
  RequestLimitExceeded: 'Throttling',
}

const keyOf = (error: Error): string => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const name = known[code ?? ''] ? (code ?? '') : error.name
  return aliases[name] ?? name
}

/** True when AWS says that the thing asked for does not exist. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  (/(NotFound|DoesNotExist|NoSuch)/.test(error.name) ||
    (error.name === 'ValidationError' && /does not exist/.test(error.message)))

/** True when a conditional put found an object (412), or met another put of it (409). https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export const isThereAlready = (error: unknown): boolean =>
  error instanceof Error && /^(PreconditionFailed|ConditionalRequestConflict)$/.test(error.name)

/** True when AWS has a change set of that name already. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html */
export const isTaken = (error: unknown): boolean =>
  error instanceof Error && /^AlreadyExists(Exception)?$/.test(error.name)

/** True for the reason of a change set that would change nothing. Not a failure. */
export const isUnchanged = (reason: string): boolean =>
  /didn't contain changes|No updates are to be performed/.test(reason)

/** An error of the SDK as a fault: what was being done, what AWS said, what to do. */
export const faultOf = (error: unknown, doing: string): Fault => {
  if (error instanceof Fault) return error
  if (!(error instanceof Error)) throw error
  const said = known[keyOf(error)]
  return fault({
    at: `aws ${doing}`,
    code: said?.code ?? 'aws-refused',
    says: said ? said.says(error.message) : `${error.name}: ${error.message}`,
    fix: said?.fix ?? 'read what AWS says; after the cause is gone, run the same command again',
    exit: 1,
    cause: error,
  })
}

/** Calls AWS; whatever it throws becomes a fault that names the call. */
export const asking = async <T>(doing: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (error) {
    throw faultOf(error, doing)
  }
}
