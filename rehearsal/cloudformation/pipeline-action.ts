// What CodePipeline's CloudFormation action does to a stack, by its ActionMode.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
import { AwsError, type Call, type Shape } from '../service.ts'
import { changeSetOperations, NO_CHANGES } from './change-set-operations.ts'
import { type Engine, findStack } from './engine.ts'
import type { Stack } from './stack.ts'
import { stackOperations } from './stack-operations.ts'

/** What an action asks for. */
export interface PipelineAction {
  /** CREATE_UPDATE, CHANGE_SET_REPLACE, CHANGE_SET_EXECUTE, DELETE_ONLY… */
  readonly mode: string
  readonly stackName: string
  readonly changeSetName?: string
  readonly templateBody?: string
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  readonly roleArn?: string
}

/** How it ended. */
export interface PipelineActionEnd {
  readonly ok: boolean
  readonly message: string
  readonly outputs?: Readonly<Record<string, string>>
}

/** Does what an action asks for, and resolves when the stack is at rest. */
export const runPipelineAction = async (engine: Engine, action: PipelineAction): Promise<PipelineActionEnd> => {
  const run = modes[action.mode]
  if (!run) return { ok: false, message: `ActionMode ${action.mode} is not known to the local CodePipeline` }
  try {
    return await run(engine, action)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { ok: false, message: error.message }
  }
}

type Mode = (engine: Engine, action: PipelineAction) => Promise<PipelineActionEnd>

const call = async (engine: Engine, name: string, input: Shape): Promise<Shape> => {
  const { account, region } = engine.world
  const by: Call = { account, region, principal: `arn:aws:iam::${account}:root` }
  const operation = { ...stackOperations(engine), ...changeSetOperations(engine) }[name]
  if (!operation) throw new Error(`no operation ${name}`)
  return operation(input, by)
}

// The template comes out of an artifact in S3, so that the limit of a request does not bind it.
const inputOf = ({ stackName, templateBody, parameters, tags, capabilities, roleArn }: PipelineAction): Shape => ({
  StackName: stackName,
  TemplateText: templateBody ?? '',
  Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  ...(Object.keys(tags).length > 0 && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
  Capabilities: capabilities,
  ...(roleArn && { RoleARN: roleArn }),
})

const isNew = (stack: Stack | undefined) => stack === undefined || stack.status === 'REVIEW_IN_PROGRESS'

const atRest = async (engine: Engine, name: string): Promise<PipelineActionEnd> => {
  await findStack(engine, name)?.running?.done
  const stack = findStack(engine, name)
  if (!stack) return { ok: true, message: `Stack ${name} is deleted.` }
  const ok = stack.status === 'CREATE_COMPLETE' || stack.status === 'UPDATE_COMPLETE'
  const failed = stack.events.find(({ status, type }) => status.endsWith('_FAILED') && type !== stackType)
  return {
    ok,
    message: ok
      ? `Stack ${name} is ${stack.status}.`
      : `Stack ${name} is ${stack.status}: ${failed ? `${failed.logicalId}: ${failed.reason}` : (stack.reason ?? '')}`,
    outputs: Object.fromEntries(stack.outputs.map(({ key, value }) => [key, value])),
  }
}

const stackType = 'AWS::CloudFormation::Stack'

const changeSetOf = ({ changeSets }: Engine, { stackName, changeSetName }: PipelineAction) =>
  [...changeSets.values()].findLast((one) => one.stackName === stackName && one.name === changeSetName)

const replaceChangeSet: Mode = async (engine, action) => {
  const before = changeSetOf(engine, action)
  if (before) await call(engine, 'DeleteChangeSet', { ChangeSetName: before.id })
  const stack = findStack(engine, action.stackName)
  await stack?.running?.done
  await call(engine, 'CreateChangeSet', {
    ...inputOf(action),
    ChangeSetName: action.changeSetName,
    ChangeSetType: isNew(stack) ? 'CREATE' : 'UPDATE',
  })
  const made = changeSetOf(engine, action)
  const empty = made?.reason === NO_CHANGES
  return {
    ok: made?.status === 'CREATE_COMPLETE' || empty,
    message: made?.reason ?? `Change set ${action.changeSetName} was created.`,
  }
}

// Nothing to do is no failure: a pipeline of many stacks goes on to the next one.
const executeChangeSet: Mode = async (engine, action) => {
  const made = changeSetOf(engine, action)
  if (made?.reason === NO_CHANGES) return { ...(await atRest(engine, action.stackName)), ok: true, message: NO_CHANGES }
  await call(engine, 'ExecuteChangeSet', { StackName: action.stackName, ChangeSetName: action.changeSetName })
  return atRest(engine, action.stackName)
}

const createOrUpdate: Mode = async (engine, action) => {
  const input = inputOf(action)
  try {
    await call(engine, isNew(findStack(engine, action.stackName)) ? 'CreateStack' : 'UpdateStack', input)
  } catch (error) {
    if (!(error instanceof AwsError && /No updates are to be performed/.test(error.message))) throw error
  }
  return atRest(engine, action.stackName)
}

const remove: Mode = async (engine, { stackName }) => {
  await call(engine, 'DeleteStack', { StackName: stackName })
  return atRest(engine, stackName)
}

const failures = /^(CREATE_FAILED|ROLLBACK_COMPLETE|ROLLBACK_FAILED|DELETE_FAILED|UPDATE_ROLLBACK_FAILED)$/

const replaceOnFailure: Mode = async (engine, action) => {
  const stack = findStack(engine, action.stackName)
  if (stack && failures.test(stack.status)) await remove(engine, action)
  return createOrUpdate(engine, action)
}

const modes: Readonly<Record<string, Mode>> = {
  CHANGE_SET_REPLACE: replaceChangeSet,
  CHANGE_SET_EXECUTE: executeChangeSet,
  CREATE_UPDATE: createOrUpdate,
  REPLACE_ON_FAILURE: replaceOnFailure,
  DELETE_ONLY: remove,
}
