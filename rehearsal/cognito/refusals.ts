// The errors of the user pools API, with the texts AWS sends.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
import { type AwsError, awsError } from '../service.ts'

/** Wrong credentials, a dead token, a thing this user may not do. */
export const notAuthorized = (says: string): AwsError => awsError('NotAuthorizedException', says)

/** An input that is wrong whoever sends it. */
export const invalidParameter = (says: string): AwsError => awsError('InvalidParameterException', says)

/** A pool, client or group that is not there. */
export const resourceNotFound = (says: string): AwsError => awsError('ResourceNotFoundException', says)

/** A user that is not there, where its absence may be told. */
export const userNotFound = (says = 'User does not exist.'): AwsError => awsError('UserNotFoundException', says)

/** The one answer to a wrong password and to an unknown user. */
export const wrongPassword = (): AwsError => notAuthorized('Incorrect username or password.')

/** A code that is not the one that was sent. */
export const codeMismatch = (): AwsError =>
  awsError('CodeMismatchException', 'Invalid verification code provided, please try again.')

/** A code that was never sent, is used up or too old. */
export const codeExpired = (): AwsError =>
  awsError('ExpiredCodeException', 'Invalid code provided, please request a code again.')

/** An email address or phone number that belongs to another user. */
export const aliasExists = (attribute: string): AwsError =>
  awsError('AliasExistsException', `An account with the given ${attribute} already exists.`)
