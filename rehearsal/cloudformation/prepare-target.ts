// What a request asks a stack to become, checked as CloudFormation checks it before anything happens.
import { hasLoops } from '#cfn/analysis/for-each.ts'
import { parameterValues } from '#cfn/analysis/parameters.ts'
import { flagIn, listIn } from '../protocols/form.ts'
import { awsError, type Shape } from '../service.ts'
import { missingCapabilities } from './capabilities.ts'
import type { Engine } from './engine.ts'
import { processTemplate } from './process-template.ts'
import { checkedTemplate, invalid, templateText } from './read-template.ts'
import type { Stack, StackTag, Target } from './stack.ts'

interface GivenParameter {
  readonly ParameterKey?: string
  readonly ParameterValue?: string
  readonly UsePreviousValue?: unknown
}

/** The target of a change set; throws what AWS refuses. */
export const prepareTarget = (engine: Engine, input: Shape, stack?: Stack): Target => {
  const text = templateText(engine, input, stack)
  const source = checkedTemplate(engine, text)
  const { texts, values, fetched, problems } = parameterValues({
    definitions: source.Parameters ?? {},
    given: givenTexts(listIn<GivenParameter>(input.Parameters), stack),
    ssm: engine.sources.parameter,
  })
  if (problems[0] !== undefined) throw invalid(problems[0])
  const stackName = stack?.name ?? String(input.StackName)
  const { template, transformFailure } = processTemplate(engine, source, { parameters: values, stackName })
  const capabilities = listIn(input.Capabilities)
  const missing = missingCapabilities(template, capabilities)
  if (missing.length) {
    throw awsError('InsufficientCapabilitiesException', `Requires capabilities : [${missing.join(', ')}]`)
  }
  return {
    text,
    template,
    transformFailure,
    description: template.Description,
    texts,
    values,
    fetched,
    capabilities,
    tags: Array.isArray(input.Tags) ? listIn<StackTag>(input.Tags) : (stack?.target?.tags ?? []),
    roleArn: input.RoleARN ?? stack?.target?.roleArn,
    notificationArns: Array.isArray(input.NotificationARNs)
      ? input.NotificationARNs
      : (stack?.target?.notificationArns ?? []),
  }
}

/** The target of a stack that no change set shows first: what its transform makes needs an acknowledgement. */
export const prepareDirectly = (engine: Engine, input: Shape, stack?: Stack): Target => {
  const target = prepareTarget(engine, input, stack)
  if (hasLoops(target.template) && !target.capabilities.includes('CAPABILITY_AUTO_EXPAND')) {
    throw awsError('InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_AUTO_EXPAND]')
  }
  if (target.transformFailure) throw invalid(target.transformFailure)
  return target
}

const givenTexts = (given: readonly GivenParameter[], stack: Stack | undefined): Record<string, string> => {
  const texts: Record<string, string> = {}
  for (const { ParameterKey: key = '', ParameterValue: value, UsePreviousValue } of given) {
    if (flagIn(UsePreviousValue)) {
      const previous = stack?.target?.texts[key]
      if (previous === undefined)
        throw invalid(
          `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
        )
      texts[key] = previous
    } else if (value !== undefined) texts[key] = value
  }
  return texts
}
