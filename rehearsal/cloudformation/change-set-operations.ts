// CreateChangeSet, DescribeChangeSet, ListChangeSets, DeleteChangeSet, ExecuteChangeSet.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html
import { flagIn } from '../protocols/form.ts'
import { awsError, type Operation, type Shape } from '../service.ts'
import type { ChangeSet } from './change-set.ts'
import { compareStack } from './compare-stack.ts'
import { type Engine, findStack } from './engine.ts'
import { createNestedChangeSets } from './nested-change-sets.ts'
import type { OnFailure } from './on-failure.ts'
import { addStack, startCreate, startUpdate } from './operate.ts'
import { prepareTarget } from './prepare-target.ts'
import { changeSetSummary, describedChangeSet } from './print-change-set.ts'
import { invalid } from './read-template.ts'
import { moveStack } from './record-event.ts'
import type { Stack } from './stack.ts'
import { checkName, checkUpdatable } from './stack-checks.ts'

/** What a change set without changes says of itself. */
export const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set."

/** The operations by name. */
export const changeSetOperations = (engine: Engine): Readonly<Record<string, Operation>> => ({
  CreateChangeSet: (input) => {
    const changeSet = createChangeSet(engine, input)
    return { Id: changeSet.id, StackId: changeSet.stackId }
  },
  DescribeChangeSet: (input) => describedChangeSet(findChangeSet(engine, input), input),
  ListChangeSets: ({ StackName }) => {
    const stack = stackOf(engine, String(StackName))
    return { Summaries: changeSetsOf(engine, stack).map(changeSetSummary) }
  },
  DeleteChangeSet: (input) => {
    const changeSet = findChangeSet(engine, input)
    if (changeSet.execution === 'EXECUTE_IN_PROGRESS') throw badStatus(changeSet, 'deleted')
    engine.changeSets.delete(changeSet.id)
    return {}
  },
  ExecuteChangeSet: (input) => {
    executeChangeSet(engine, findChangeSet(engine, input), input)
    return {}
  },
})

const changeSetsOf = ({ changeSets }: Engine, { id }: Stack): readonly ChangeSet[] =>
  [...changeSets.values()].filter(({ stackId }) => stackId === id)

const stackOf = (engine: Engine, name: string): Stack => {
  const stack = findStack(engine, name)
  if (!stack) throw invalid(`Stack [${name}] does not exist`)
  return stack
}

const findChangeSet = (engine: Engine, { ChangeSetName, StackName }: Shape): ChangeSet => {
  const byId = engine.changeSets.get(String(ChangeSetName))
  if (byId) return byId
  const missing = awsError('ChangeSetNotFound', `ChangeSet [${ChangeSetName}] does not exist`, 404)
  if (String(ChangeSetName).startsWith('arn:')) throw missing
  if (!StackName) throw invalid('StackName must be specified if ChangeSetName is not specified as an ARN.')
  const stack = stackOf(engine, String(StackName))
  const found = changeSetsOf(engine, stack).find(({ name }) => name === ChangeSetName)
  if (!found) throw missing
  return found
}

const createChangeSet = (engine: Engine, input: Shape): ChangeSet => {
  const name = checkName(String(input.ChangeSetName ?? ''), 'changeSetName')
  const type = String(input.ChangeSetType ?? 'UPDATE')
  if (type !== 'CREATE' && type !== 'UPDATE')
    throw invalid(`the local AWS makes CREATE and UPDATE change sets, not ${type}`)
  const existing = findStack(engine, String(input.StackName))
  if (existing && changeSetsOf(engine, existing).some((one) => one.name === name)) {
    throw awsError('AlreadyExistsException', `ChangeSet ${name} already exists`)
  }
  if (type === 'CREATE' && existing && existing.status !== 'REVIEW_IN_PROGRESS') {
    throw invalid(`Stack [${existing.name}] already exists and cannot be created again with the changeSet [${name}].`)
  }
  if (type === 'UPDATE') {
    if (!existing) throw invalid(`Stack [${input.StackName}] does not exist`)
    checkUpdatable(existing)
  }
  const target = prepareTarget(engine, input, existing)
  const stack = existing ?? newStack(engine, checkName(String(input.StackName), 'stackName'))
  const { world } = engine
  const changeSet: ChangeSet = {
    id: `arn:aws:cloudformation:${world.region}:${world.account}:changeSet/${name}/${world.id()}`,
    name,
    stackId: stack.id,
    stackName: stack.name,
    type,
    description: input.Description,
    created: world.clock.now(),
    target,
    onFailure: input.OnStackFailure as OnFailure | undefined,
    includeNested: flagIn(input.IncludeNestedStacks),
    generation: stack.generation,
    status: 'CREATE_COMPLETE',
    execution: 'AVAILABLE',
    changes: [],
    nested: {},
  }
  engine.changeSets.set(changeSet.id, changeSet)
  compare(engine, stack, changeSet)
  return changeSet
}

const newStack = (engine: Engine, name: string): Stack => {
  const stack = addStack(engine, { name })
  moveStack(engine, stack, 'REVIEW_IN_PROGRESS', 'User Initiated')
  return stack
}

const compare = (engine: Engine, stack: Stack, changeSet: ChangeSet): void => {
  const fail = (reason: string): void => {
    changeSet.status = 'FAILED'
    changeSet.reason = reason
    changeSet.execution = 'UNAVAILABLE'
  }
  try {
    const { changes, changed } = compareStack(engine, stack, changeSet.target)
    changeSet.changes = changes
    if (!changed) fail(NO_CHANGES)
    else if (changeSet.includeNested) changeSet.nested = createNestedChangeSets(engine, stack, changeSet)
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error))
  }
}

const badStatus = ({ id, execution, status }: ChangeSet, verb: string) =>
  awsError(
    'InvalidChangeSetStatus',
    status === 'FAILED'
      ? `ChangeSet [${id}] cannot be ${verb} in its current status of [${status}]`
      : `ChangeSet [${id}] cannot be ${verb} in its current execution status of [${execution}]`,
  )

const executeChangeSet = (engine: Engine, changeSet: ChangeSet, input: Shape): void => {
  const stack = stackOf(engine, changeSet.stackId)
  const token = input.ClientRequestToken as string | undefined
  if (token !== undefined && token === stack.lastToken && changeSet.execution.startsWith('EXECUTE_')) return
  if (changeSet.execution === 'AVAILABLE' && stack.generation !== changeSet.generation) changeSet.execution = 'OBSOLETE'
  if (changeSet.execution !== 'AVAILABLE') throw badStatus(changeSet, 'executed')
  if (changeSet.parentId)
    throw invalid(`ChangeSet [${changeSet.id}] belongs to a nested stack; execute its root change set`)
  changeSet.execution = 'EXECUTE_IN_PROGRESS'
  // The other change sets were made for a stack that no longer is what it was.
  for (const other of changeSetsOf(engine, stack)) if (other !== changeSet) engine.changeSets.delete(other.id)
  stack.changeSetId = changeSet.id
  const disableRollback = flagIn(input.DisableRollback)
  stack.disableRollback = disableRollback
  const { target } = changeSet
  const onFailure = changeSet.onFailure ?? (disableRollback ? 'DO_NOTHING' : 'ROLLBACK')
  const done =
    changeSet.type === 'CREATE'
      ? startCreate(engine, stack, { target, onFailure, token })
      : startUpdate(engine, stack, {
          target,
          disableRollback: disableRollback || changeSet.onFailure === 'DO_NOTHING',
          token,
        })
  done.then(() => {
    const whole = stack.status === 'CREATE_COMPLETE' || stack.status === 'UPDATE_COMPLETE'
    changeSet.execution = whole ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED'
  })
}
