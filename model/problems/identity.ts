import { checkName, type Loose, list, type Report, show } from './report.ts'

/** Amazon Cognito Developer Guide, "Working with user attributes", standard attributes. */
const attributes = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'website',
  'zoneinfo',
]

/** What can be wrong with an identity. */
export const checkIdentity = (report: Report, given: Loose) => {
  checkName(report, given, { what: 'identity', given: given.name })
  for (const each of list(given.attributes))
    if (!attributes.includes(String(each)))
      report(
        given,
        'attribute-unknown',
        `identity ${show(given.name)} requires attribute ${show(each)}, which Cognito does not have`,
        `use one of: ${attributes.join(', ')}`,
      )
  if (given.from !== undefined && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(given.from)))
    report(
      given,
      'address-malformed',
      `identity ${show(given.name)} sends mail from ${show(given.from)}`,
      'give an address of a domain that is verified in SES: from: "no-reply@cruddur.com"',
    )
  if (!['off', 'optional', 'required'].includes(String(given.mfa)))
    report(
      given,
      'mfa-unknown',
      `identity ${show(given.name)} has mfa ${show(given.mfa)}`,
      'give mfa as "off", "optional" or "required"',
    )
  if (!['off', 'audit', 'enforced'].includes(String(given.threatProtection)))
    report(
      given,
      'threat-protection-unknown',
      `identity ${show(given.name)} has threatProtection ${show(given.threatProtection)}`,
      'give threatProtection as "off", "audit" or "enforced"',
    )
}
