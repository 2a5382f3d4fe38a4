// IAM resources need the caller's acknowledgement.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html (Capabilities)
import type { Template } from '#cfn/analysis/template.ts'

const named: Readonly<Record<string, string>> = {
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
}
const unnamed = ['AWS::IAM::AccessKey', 'AWS::IAM::Policy', 'AWS::IAM::UserToGroupAddition', 'AWS::IAM::RolePolicy']

/** The capabilities a template needs; a nested stack may hold anything, so what it needs is asked of its template. */
export const capabilitiesOf = (template: Template): readonly string[] => {
  const resources = Object.values(template.Resources)
  const custom = resources.some(
    ({ Type, Properties }) => named[Type] !== undefined && Properties?.[named[Type]] !== undefined,
  )
  const any = resources.some(({ Type }) => named[Type] !== undefined || unnamed.includes(Type))
  return custom ? ['CAPABILITY_NAMED_IAM'] : any ? ['CAPABILITY_IAM'] : []
}

/** The needed capabilities that were not given; the named one covers the other. */
export const missingCapabilities = (template: Template, given: readonly string[]): readonly string[] =>
  given.includes('CAPABILITY_NAMED_IAM') ? [] : capabilitiesOf(template).filter((needed) => !given.includes(needed))
