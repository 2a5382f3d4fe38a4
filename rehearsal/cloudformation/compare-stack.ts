// What a target would change in a stack.
import { changesOf, type ResourceChange, type Standing } from '#cfn/analysis/changes.ts'
import { same } from '#cfn/analysis/differences.ts'
import { holds } from '#cfn/analysis/included.ts'
import { resolve } from '#cfn/analysis/resolve.ts'
import type { Scope } from '#cfn/analysis/scope.ts'
import { TemplateError } from '#cfn/analysis/template-error.ts'
import { unknownOf } from '#cfn/analysis/unknown.ts'
import type { Engine } from './engine.ts'
import { nestedTemplateChanged } from './nested-template.ts'
import type { Stack, Target } from './stack.ts'
import { importNames, stackScope } from './stack-scope.ts'

/** The changes of a stack's resources, and whether anything at all would change. */
export interface StackComparison {
  readonly changes: readonly ResourceChange[]
  readonly changed: boolean
}

/** Compares a stack as it is with what it is to become; throws for a failed transform and an import nobody exports. */
export const compareStack = (engine: Engine, stack: Stack, target: Target): StackComparison => {
  if (target.transformFailure) throw new TemplateError(target.transformFailure)
  const after = stackScope(engine, stack, target)
  for (const name of importNames(after)) after.exported(name)
  const before =
    stack.target && stack.status !== 'REVIEW_IN_PROGRESS' ? stackScope(engine, stack, stack.target) : undefined
  const live = Object.fromEntries(
    [...stack.resources]
      .filter(([, { made }]) => made)
      .map(([logicalId, { made, properties }]): readonly [string, Standing] => [
        logicalId,
        { physicalId: made?.physicalId ?? '', attributes: made?.attributes ?? {}, properties },
      ]),
  )
  const absent = [...stack.resources.values()].filter(({ made }) => !made).map(({ logicalId }) => logicalId)
  // An update that failed may be sent again as it was.
  const unfinished = [...stack.resources.values()].some(({ attempted }) => attempted)
  const changes = changesOf({ ...(before ? { before } : {}), after, live, absent, facts: engine.facts })
  const nested = before ? nestedChanges(engine, stack, { after, changes }) : []
  const all = [...changes, ...nested]
  const changed =
    all.length > 0 ||
    unfinished ||
    !before ||
    !same(outputsOf(before), outputsOf(after)) ||
    !same(stack.target?.tags, target.tags)
  return { changes: all, changed }
}

// A nested stack whose URL stayed while its template changed: CloudFormation updates it of its own accord.
const nestedChanges = (
  engine: Engine,
  stack: Stack,
  { after, changes }: { after: Scope; changes: readonly ResourceChange[] },
): readonly ResourceChange[] =>
  [...stack.resources.values()]
    .filter((resource) => after.template.Resources[resource.logicalId] && nestedTemplateChanged(engine, resource))
    .filter(({ logicalId }) => !changes.some((change) => change.logicalId === logicalId))
    .map(({ logicalId, type, made }) => ({
      logicalId,
      type,
      physicalId: made?.physicalId ?? '',
      action: 'Modify',
      replacement: 'False',
      scope: ['Properties'],
      details: [
        {
          attribute: 'Properties',
          path: '/Properties/TemplateURL',
          changeType: 'Modify',
          requiresRecreation: 'Never',
          evaluation: 'Dynamic',
          changeSource: 'Automatic',
          before: undefined,
          after: undefined,
        },
      ],
    }))

// Outputs of resources that are about to change count as changed with the resources; here only the template matters.
const outputsOf = (scope: Scope): unknown => {
  const still: Scope = { ...scope, reference: (logicalId, attribute = 'Ref') => unknownOf(`${logicalId}.${attribute}`) }
  const outputs = Object.entries(scope.template.Outputs ?? {}).filter(([, { Condition }]) => holds(Condition, still))
  return outputs.map(([key, { Value, Export, Description }]) => [
    key,
    resolve([Value, Export?.Name ?? ''], still),
    Description ?? '',
  ])
}
