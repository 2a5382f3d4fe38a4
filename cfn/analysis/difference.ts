// The difference of two templates without a cloud: what a change set would say, as far as files tell.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
import { becauseOf } from './because.ts'
import { changesOf, type ResourceChange } from './changes.ts'
import { withLoopsWritten } from './for-each.ts'
import type { FactsOf } from './replacement.ts'
import { pseudoParameters, type Scope, unappliedScope } from './scope.ts'
import type { Template, TemplateParameter } from './template.ts'

/** One resource that differs. */
export interface DifferenceRow {
  readonly logicalId: string
  readonly type: string
  readonly action: 'Add' | 'Modify' | 'Remove'
  /** Whether a new resource takes the place of the old one; `Unknown` for types whose provider decides. */
  readonly replacement: 'True' | 'Conditional' | 'False' | 'Unknown'
  /** Each reason: the path with its two values, or what it follows, down to the first cause. */
  readonly because: readonly string[]
}

/** Two templates; one is left out when the stack is new, or goes. */
export interface Compared {
  readonly before?: Template
  readonly after?: Template
  readonly facts: FactsOf
  /** True as for `aws cloudformation deploy`: a parameter that exists keeps its value, whatever its default becomes. */
  readonly usePreviousValues?: boolean
}

const nothing: Template = { Resources: {} }

// Where no value is known, both sides have the same one: what AllowedValues share, or a text that nobody would write.
const defaultOf = (name: string, one: TemplateParameter, other?: TemplateParameter): unknown => {
  if (one.Default !== undefined) return typed(one, String(one.Default))
  const shared = one.AllowedValues?.find((each) => !other?.AllowedValues || other.AllowedValues.includes(each))
  if (shared !== undefined) return typed(one, String(shared))
  const token = `<<parameter ${name}>>`
  return isList(one) ? Array.from({ length: 10 }, (_, at) => `${token}[${at}]`) : token
}

const isList = ({ Type }: TemplateParameter): boolean =>
  /^(CommaDelimitedList|List<|AWS::SSM::Parameter::Value<List)/.test(Type)

const typed = (definition: TemplateParameter, text: string): unknown =>
  isList(definition) && !definition.Type.startsWith('AWS::SSM')
    ? text === ''
      ? []
      : text.split(',').map((each) => each.trim())
    : text

const valuesOf = (one: Template, other: Template): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(one.Parameters ?? {}).map(([name, each]) => [name, defaultOf(name, each, other.Parameters?.[name])]),
  )

const place = { account: '123456789012', region: 'us-east-1', stackName: 'stack', stackId: 'stack' }

const scopeOf = (template: Template, parameters: Scope['parameters']): Scope => {
  const scope = unappliedScope(template, { parameters, pseudo: pseudoParameters(place), lenient: true })
  return { ...scope, template: withLoopsWritten(scope).template }
}

// What no specification of AWS describes: custom resources, types of others, and what a macro turns into something else.
const isForeign = (type: string, facts: FactsOf): boolean =>
  facts(type) === undefined || type === 'AWS::CloudFormation::CustomResource'

const rowOf = (change: ResourceChange, changes: ReadonlyMap<string, ResourceChange>, sides: Sides): DifferenceRow => {
  const { logicalId, type, action } = change
  const typeBefore = sides.before.template.Resources[logicalId]?.Type
  const touchesProperties = change.scope.some((each) => each === 'Properties' || each === 'Tags')
  const untold = isForeign(type, sides.facts) || change.details.some(({ path }) => path.includes('/Fn::Transform'))
  const unknown =
    action === 'Modify' && untold && touchesProperties && typeBefore === type && change.replacement !== 'True'
  return {
    logicalId,
    type,
    action,
    replacement: unknown ? 'Unknown' : (change.replacement ?? 'False'),
    because: becauseOf(change, {
      changes,
      typeBefore,
      transform: sides.after.template.Transform ?? sides.before.template.Transform,
    }),
  }
}

interface Sides {
  readonly before: Scope
  readonly after: Scope
  readonly facts: FactsOf
}

const sidesOf = ({ before = nothing, after = nothing, facts, usePreviousValues }: Compared): Sides => {
  const had = valuesOf(before, after)
  const wanted = usePreviousValues ? { ...valuesOf(after, before), ...had } : valuesOf(after, before)
  return { before: scopeOf(before, had), after: scopeOf(after, wanted), facts }
}

/** The changes between two templates as a change set has them, after parameters, mappings, conditions and functions. */
export const changesBetween = (given: Compared): readonly ResourceChange[] =>
  changesOf({ ...sidesOf(given), sure: true })

/** The resources that differ between two templates, each with its reasons. */
export const differenceOf = (given: Compared): readonly DifferenceRow[] => {
  const sides = sidesOf(given)
  const changes = changesOf({ ...sides, sure: true })
  const byId = new Map(changes.map((each) => [each.logicalId, each]))
  return changes.map((each) => rowOf(each, byId, sides))
}
