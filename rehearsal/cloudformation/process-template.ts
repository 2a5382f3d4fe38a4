// What CloudFormation makes of a template before it compares or deploys it: the loops of AWS::LanguageExtensions.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
import { hasLoops, withLoopsWritten } from '#cfn/analysis/for-each.ts'
import { pseudoParameters, unappliedScope } from '#cfn/analysis/scope.ts'
import type { Template } from '#cfn/analysis/template.ts'
import type { Engine } from './engine.ts'
import { checkTemplate } from './read-template.ts'

/** A template with its transform run, or why that failed. */
export interface Processed {
  readonly template: Template
  readonly transformFailure?: string
}

/** Runs the transform of a template with the values of its parameters, and checks what it gives. */
export const processTemplate = (
  engine: Engine,
  template: Template,
  given: { readonly parameters: Readonly<Record<string, unknown>>; readonly stackName: string },
): Processed => {
  if (!hasLoops(template)) return { template }
  const { account, region } = engine.world
  const { parameters, stackName } = given
  const pseudo = pseudoParameters({ account, region, stackName, stackId: undefined })
  const written = withLoopsWritten(unappliedScope(template, { parameters, pseudo }))
  const [problem] = [
    ...written.problems,
    ...written.unknown.map(() => 'Could not find a collection or could not be resolved for Fn::ForEach'),
  ]
  if (problem) return { template, transformFailure: `Transform AWS::LanguageExtensions failed with: ${problem}` }
  checkTemplate(engine, written.template)
  return { template: written.template }
}
