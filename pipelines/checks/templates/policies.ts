import { isRecord, type TemplateResource } from '#cfn/analysis/template.ts'
import { policyProblems } from '#cfn/iam/check.ts'
import { statementsOf } from '#cfn/iam/document.ts'
import type { Finding } from '#model'
import type { TemplateAlone } from '../read/alone.ts'
import { listOf } from '../read/walk.ts'

type Keys = readonly (string | number)[]

interface Held {
  readonly keys: Keys
  readonly document: unknown
  readonly trust: boolean
}

// The properties that hold one policy document, by type; those of a role and its kind hold a list as well.
const single: Readonly<Record<string, string>> = {
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::ManagedPolicy': 'PolicyDocument',
  'AWS::IAM::RolePolicy': 'PolicyDocument',
  'AWS::IAM::UserPolicy': 'PolicyDocument',
  'AWS::IAM::GroupPolicy': 'PolicyDocument',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
  'AWS::KMS::Key': 'KeyPolicy',
}

const holders = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group']

const heldBy = ({ Type, Properties }: TemplateResource): readonly Held[] => {
  const given: Readonly<Record<string, unknown>> = isRecord(Properties) ? Properties : {}
  const name = single[Type]
  if (name) return [{ keys: [name], document: given[name], trust: false }]
  if (!holders.includes(Type)) return []
  const inline = listOf(given.Policies).map((each, at) => ({
    keys: ['Policies', at, 'PolicyDocument'],
    document: isRecord(each) ? each.PolicyDocument : undefined,
    trust: false,
  }))
  return Type === 'AWS::IAM::Role'
    ? [{ keys: ['AssumeRolePolicyDocument'], document: given.AssumeRolePolicyDocument, trust: true }, ...inline]
    : inline
}

// A document may be one text, which Fn::Sub fills.
const documentOf = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

// What the role itself may do stands beside it, and is judged with it below.
const judged = (resource: TemplateResource, code: string): boolean =>
  code === 'trust-pull-request' &&
  isRecord(resource.Properties) &&
  (resource.Properties.Policies !== undefined || resource.Properties.ManagedPolicyArns !== undefined)

// A key's policy is about the key itself: `*` is the only resource it can name, and the account is its root.
const apart = (type: string, code: string): boolean => type === 'AWS::KMS::Key' && code !== 'policy-open-to-all'

/** The policy documents of a template's resources: who may take a role, what a role may, who may read a bucket. */
export const checkPolicies = (template: TemplateAlone): readonly Finding[] =>
  Object.entries(template.template.Resources).flatMap(([logicalId, resource]) =>
    isRecord(resource)
      ? heldBy(resource).flatMap(({ keys, document, trust }) => {
          const read = documentOf(template.resolved(document))
          return policyProblems(read, trust)
            .filter(({ code }) => !apart(resource.Type, code) && !judged(resource, code))
            .map(({ keys: inside, says, ...problem }) => ({
              ...problem,
              says: `${trust ? 'role' : 'resource'} "${logicalId}": ${says}`,
              at: template.at('Resources', logicalId, 'Properties', ...keys, ...inside),
            }))
        })
      : [],
  )

const broad = /(AdministratorAccess|PowerUserAccess|FullAccess|Administrator|Developer)$/
const reading = /:(Get|List|Describe|BatchGet|BatchCheck|Query|Scan|Head|Lookup|Search|Select|Simulate|Validate|View)/

const writing = /\*$|:(Put|Create|Update|Delete|Start|Run|Register|Pass|Send|Publish|Execute)/
// A change set is made and thrown away, with the template that it is made of.
const trying = /^(cloudformation:(CreateChangeSet|DeleteChangeSet|TagResource)|s3:PutObject)$/

const writesOf = (template: TemplateAlone, resource: TemplateResource): string | undefined => {
  const { Policies, ManagedPolicyArns } = isRecord(resource.Properties) ? resource.Properties : {}
  const managed = listOf(template.resolved(ManagedPolicyArns)).map(String)
  const inline = listOf(Policies).flatMap((each) =>
    statementsOf(template.resolved(isRecord(each) ? each.PolicyDocument : undefined)),
  )
  return (
    managed.find((arn) => broad.test(arn)) ??
    inline
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ actions }) => actions)
      .find((action) => writing.test(action) && !reading.test(action) && !trying.test(action))
  )
}

/** Roles that a pull request may take, and that change something. */
export const checkPullRequestRoles = (template: TemplateAlone): readonly Finding[] =>
  Object.entries(template.template.Resources).flatMap(([logicalId, resource]) => {
    if (!isRecord(resource) || resource.Type !== 'AWS::IAM::Role') return []
    const trust = template.resolved((resource.Properties as Record<string, unknown>)?.AssumeRolePolicyDocument)
    const opened = policyProblems(trust, true).find(({ code }) => code === 'trust-pull-request')
    const write = opened && writesOf(template, resource)
    return opened && write
      ? [
          {
            code: 'pull-request-writes',
            severity: 'error' as const,
            at: template.at('Resources', logicalId),
            says: `role "${logicalId}" is trusted for pull requests and may ${write}`,
            fix: 'take the writing steps in a job that runs on the release branch or in an environment',
          },
        ]
      : []
  })
