import { templateProblems } from '#cfn/analysis/validate.ts'
import type { Finding } from '#model'
import type { TemplateAlone } from '../read/alone.ts'

const fixOf = (said: string): string => {
  if (/ForEach/.test(said))
    return 'write "Fn::ForEach::Name: [Item, [a, b], { \'Key${Item}\': … }]", with AWS::LanguageExtensions as the Transform'
  if (/Unresolved|undefined resource/.test(said)) return 'name a resource or a parameter of this template'
  if (/Circular/.test(said)) return 'take one of the references out, or make the rule or policy a resource of its own'
  return 'see "Template sections" in the AWS CloudFormation User Guide'
}

/** What CloudFormation refuses before it looks at any value, in its own words. A macro may yet make it right. */
export const checkStructure = ({ path, template, whole, loopProblems }: TemplateAlone): readonly Finding[] =>
  [...loopProblems, ...(whole && loopProblems.length === 0 ? templateProblems(template) : [])].map((said) => ({
    code: 'template-refused',
    severity: 'error',
    at: { file: path, line: 1, column: 1 },
    says: said,
    fix: fixOf(said),
  }))
