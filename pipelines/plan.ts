import { includedResources } from '#cfn/analysis/included.ts'
import { parameterValues } from '#cfn/analysis/parameters.ts'
import { parseTemplate } from '#cfn/analysis/parse.ts'
import { unappliedScope } from '#cfn/analysis/scope.ts'
import { bytesOf, templateLimits } from '#cfn/analysis/template-limits.ts'
import { type Change, fault, type LiveStack, type Plan, type StackChange, type StackFile } from '#model'
import type { Manifest } from './manifest.ts'
import { isMoving, type Live, type Seen, stands } from './observe.ts'

/**
 * What `run` compares: a stack that was changed since has another text here, and the text does not begin with this one.
 * A stack that is moving is known by its id alone, since it will have moved on: `run` waits for its end.
 */
export const seenOf = (stack: LiveStack | undefined): string => {
  if (!stack) return 'none'
  return isMoving(stack) ? stack.id : `${stack.id} ${stack.status} ${stack.changedAt ?? ''}`
}

/** Reads what a stack would create off its template, for a stack that CloudFormation cannot be asked about yet. */
export const predictedChanges = (stack: StackFile): readonly Change[] => {
  const parsed = parseTemplate(stack.template)
  if (parsed.template === undefined) return []
  const { template } = parsed
  const { values } = parameterValues({ definitions: template.Parameters ?? {}, given: stack.parameters })
  const scope = unappliedScope(template, { parameters: values })
  return includedResources(scope).map((logicalId) => ({
    action: 'Add',
    logicalId,
    type: template.Resources[logicalId]?.Type ?? '',
    properties: [],
  }))
}

const tooLong = ({ template }: StackFile, environment: string): string =>
  `its ${bytesOf(template).toLocaleString('en-US')} bytes are more than the ${templateLimits.inline.toLocaleString('en-US')} of a request, and the bucket to read them from does not exist yet: "launchway deploy --environment ${environment}" makes it first`

const changeOf = (stack: StackFile, seen: Seen, environment: string): StackChange => {
  const shared = { stack, seen: seenOf(seen.stack) }
  if (seen.changes !== undefined) {
    const kind = !stands(seen.stack) ? 'create' : seen.changes.length > 0 ? 'update' : 'unchanged'
    return { ...shared, kind, changes: seen.changes, predicted: false }
  }
  // A stack that stands but cannot be asked about waits for something that is made anew; all of it may change.
  const isNew = seen.stack === undefined || /^(REVIEW|CREATE)_IN_PROGRESS$/.test(seen.stack.status)
  const kind = isNew ? 'create' : 'recreate'
  return {
    ...shared,
    kind: stands(seen.stack) ? 'update' : kind,
    changes: predictedChanges(stack),
    predicted: true,
    ...(seen.needsBucket && { because: tooLong(stack, environment) }),
  }
}

/** Stacks so that each comes after all it needs; otherwise in the order given. Refuses a cycle. */
export const inOrder = (stacks: readonly StackFile[]): readonly StackFile[] => {
  const done = new Set<string>()
  const known = new Set(stacks.map((stack) => stack.name))
  const ordered: StackFile[] = []
  while (ordered.length < stacks.length) {
    const ready = stacks.filter(
      (stack) => !done.has(stack.name) && stack.needs.every((need) => done.has(need) || !known.has(need)),
    )
    if (ready.length === 0)
      throw fault({
        at: `stack ${stacks.find((stack) => !done.has(stack.name))?.name}`,
        code: 'stacks-need-each-other',
        says: `these stacks need each other: ${stacks.flatMap((stack) => (done.has(stack.name) ? [] : stack.name)).join(', ')}`,
        fix: 'remove one of the imports between them',
      })
    for (const stack of ready) {
      done.add(stack.name)
      ordered.push(stack)
    }
  }
  return ordered
}

/** What a deployment of this manifest would do to what is seen. Printing it is the dry run. */
export const plan = (manifest: Manifest, live: Live): Plan => ({
  environment: manifest.environment,
  account: manifest.account,
  region: manifest.region,
  stacks: inOrder(manifest.stacks).map((stack) => changeOf(stack, live.get(stack.name) ?? {}, manifest.environment)),
})
