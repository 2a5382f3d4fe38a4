// What IAM refuses in a policy document, whatever the document is for.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import { isRecord } from '../analysis/template.ts'
import type { Keys, Statement } from './document.ts'
import type { PolicyProblem } from './problem.ts'

const versions = ['2012-10-17', '2008-10-17']
const parts = ['Version', 'Id', 'Statement']
const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]
const operator =
  /^((ForAllValues|ForAnyValue):)?(String(Not)?(Equals|EqualsIgnoreCase|Like)|Numeric(Not)?Equals|Numeric(LessThan|GreaterThan)(Equals)?|Date(Not)?Equals|Date(LessThan|GreaterThan)(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?$|^Null$/i

const refuse = (keys: Keys, says: string, fix: string): PolicyProblem => ({
  code: 'policy-malformed',
  severity: 'error',
  keys,
  says,
  fix,
})

const isOpaque = (text: string): boolean => /\$\{|<|^\{/.test(text)

const statementProblems = (statement: Statement, isTrust: boolean): readonly PolicyProblem[] => {
  const { given, keys } = statement
  const has = (name: string) => given[name] !== undefined
  const foreign = Object.keys(given).filter((name) => !elements.includes(name))
  const actions = [...statement.actions, ...statement.notActions]
  const vague = actions.find((each) => each !== '*' && !/^[\w-]+:[\w*?-]+$/.test(each) && !isOpaque(each))
  const named = [...statement.resources, ...statement.notResources]
  const bare = named.find((each) => !/^(\*|arn:)/.test(each) && !isOpaque(each))
  // Policies of S3 and its kind take any text.
  const odd =
    !has('Principal') && typeof given.Sid === 'string' && /[^A-Za-z0-9]/.test(given.Sid) && !isOpaque(given.Sid)
  const unknown = statement.conditions.find((each) => !operator.test(each.operator) && !isOpaque(each.operator))
  return [
    ...foreign.map((name) =>
      refuse([...keys, name], `a statement has no element "${name}"`, `use ${elements.join(', ')}`),
    ),
    ...(statement.effect === 'Allow' || statement.effect === 'Deny' || isOpaque(statement.effect)
      ? []
      : [refuse([...keys, 'Effect'], `the effect is "${statement.effect}"`, 'write "Allow" or "Deny"')]),
    ...(has('Action') === has('NotAction')
      ? [
          refuse(
            keys,
            `the statement has ${has('Action') ? 'both Action and NotAction' : 'no action'}`,
            'write Action alone',
          ),
        ]
      : []),
    ...(has('Resource') && has('NotResource')
      ? [refuse(keys, 'the statement has both Resource and NotResource', 'write Resource alone')]
      : []),
    ...(isTrust && (has('Resource') || has('NotResource'))
      ? [refuse([...keys, 'Resource'], 'a trust policy names no resource', 'remove Resource: the role itself is meant')]
      : []),
    ...(isTrust && !has('Principal') && !has('NotPrincipal')
      ? [refuse(keys, 'a trust policy names who may take the role', 'add a Principal')]
      : []),
    ...(!isTrust && !has('Principal') && !has('NotPrincipal') && !has('Resource') && !has('NotResource')
      ? [refuse(keys, 'the statement names neither a resource nor a principal', 'add Resource: the ARNs it is about')]
      : []),
    ...(vague === undefined
      ? []
      : [refuse([...keys, 'Action'], `"${vague}" is no action`, 'write the service and the action: s3:GetObject')]),
    ...(bare === undefined
      ? []
      : [
          refuse(
            [...keys, has('Resource') ? 'Resource' : 'NotResource'],
            `"${bare}" is no ARN`,
            'write the whole ARN, or "*"',
          ),
        ]),
    ...(odd
      ? [refuse([...keys, 'Sid'], `"${String(given.Sid)}" is no statement id`, 'use letters and digits alone')]
      : []),
    ...(unknown
      ? [
          refuse(
            unknown.keys,
            `IAM has no condition operator "${unknown.operator}"`,
            'use StringEquals, StringLike, ArnLike, Bool, …',
          ),
        ]
      : []),
  ]
}

/** What keeps IAM from accepting a document. */
export const grammarProblems = (
  document: Readonly<Record<string, unknown>>,
  statements: readonly Statement[],
  isTrust: boolean,
): readonly PolicyProblem[] => {
  const { Version: version } = document
  const foreign = Object.keys(document).filter((name) => !parts.includes(name))
  const given = document.Statement
  return [
    ...foreign.map((name) => refuse([name], `a policy document has no element "${name}"`, `use ${parts.join(', ')}`)),
    ...(version === undefined || versions.includes(String(version)) || isOpaque(String(version))
      ? []
      : [
          refuse(
            ['Version'],
            `the version is "${String(version)}"`,
            'write "2012-10-17": it names the language, not the day',
          ),
        ]),
    ...(isRecord(given) || (Array.isArray(given) && given.every(isRecord))
      ? []
      : [
          refuse(
            ['Statement'],
            'Statement is no list of statements',
            'write a list of objects with Effect, Action, Resource',
          ),
        ]),
    ...statements
      .filter(({ given: { Sid: id } }, at) => id && statements.findIndex(({ given: other }) => other.Sid === id) < at)
      .map(({ given: { Sid: id }, keys }) =>
        refuse(
          [...keys, 'Sid'],
          `another statement has the id "${String(id)}"`,
          'give each statement its own, or none',
        ),
      ),
    ...statements.flatMap((each) => statementProblems(each, isTrust)),
  ]
}
