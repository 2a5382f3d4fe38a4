// CreateStack, UpdateStack, DeleteStack and what else changes a stack.
import { flagIn, listIn } from '../protocols/form.ts'
import { awsError, type Operation, type Shape } from '../service.ts'
import { compareStack } from './compare-stack.ts'
import { type Engine, findStack } from './engine.ts'
import type { OnFailure } from './on-failure.ts'
import { addStack, startContinueRollback, startCreate, startDelete, startUndoCreate, startUpdate } from './operate.ts'
import { prepareDirectly } from './prepare-target.ts'
import { invalid } from './read-template.ts'
import type { Stack } from './stack.ts'
import { checkName, checkUpdatable } from './stack-checks.ts'
import { isBusy } from './statuses.ts'

/** The operations by name. */
export const stackOperations = (engine: Engine): Readonly<Record<string, Operation>> => {
  const existing = (input: Shape): Stack => {
    const stack = findStack(engine, String(input.StackName))
    if (!stack) throw invalid(`Stack [${input.StackName}] does not exist`)
    return stack
  }
  return {
    CreateStack: (input) => {
      const name = checkName(String(input.StackName ?? ''), 'stackName')
      const taken = findStack(engine, name)
      const token = input.ClientRequestToken as string | undefined
      if (taken && token !== undefined && taken.lastToken === token) return { StackId: taken.id }
      if (taken) throw awsError('AlreadyExistsException', `Stack [${name}] already exists`)
      const target = prepareDirectly(engine, input)
      const stack = addStack(engine, { name })
      stack.terminationProtection = flagIn(input.EnableTerminationProtection)
      stack.policy = input.StackPolicyBody
      stack.disableRollback = flagIn(input.DisableRollback)
      const onFailure =
        (input.OnFailure as OnFailure | undefined) ?? (stack.disableRollback ? 'DO_NOTHING' : 'ROLLBACK')
      startCreate(engine, stack, { target, onFailure, token })
      return { StackId: stack.id }
    },
    UpdateStack: (input) => {
      const stack = existing(input)
      const token = input.ClientRequestToken as string | undefined
      if (token !== undefined && stack.lastToken === token) return { StackId: stack.id }
      checkUpdatable(stack)
      const target = prepareDirectly(engine, input, stack)
      if (!isChanged(engine, stack, target)) throw invalid('No updates are to be performed.')
      if (typeof input.StackPolicyBody === 'string') stack.policy = input.StackPolicyBody
      startUpdate(engine, stack, { target, disableRollback: flagIn(input.DisableRollback), token })
      return { StackId: stack.id }
    },
    DeleteStack: (input) => {
      const stack = findStack(engine, String(input.StackName))
      if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {}
      if (stack.terminationProtection) {
        throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`)
      }
      if (isBusy(stack.status) && stack.status !== 'CREATE_IN_PROGRESS') {
        throw invalid(`Stack [${stack.id}] cannot be deleted while in status ${stack.status}`)
      }
      const retained = listIn(input.RetainResources)
      if (retained.length && stack.status !== 'DELETE_FAILED') {
        throw invalid(
          `Invalid operation on stack [${stack.id}]. When deleting a stack, specify resources to retain only if the stack is in the DELETE_FAILED state.`,
        )
      }
      startDelete(engine, stack, { retained, token: input.ClientRequestToken })
      return {}
    },
    CancelUpdateStack: (input) => {
      const stack = existing(input)
      if (stack.status !== 'UPDATE_IN_PROGRESS') {
        throw invalid(`CancelUpdateStack cannot be called from current stack status`)
      }
      stack.running?.abort.abort('cancelled')
      return {}
    },
    ContinueUpdateRollback: (input) => {
      const stack = existing(input)
      if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || !stack.before) {
        throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not continue an update rollback.`)
      }
      startContinueRollback(engine, stack, {
        before: stack.before,
        skipped: listIn(input.ResourcesToSkip),
        token: input.ClientRequestToken,
      })
      return {}
    },
    RollbackStack: (input) => {
      const stack = existing(input)
      const token = input.ClientRequestToken as string | undefined
      if (stack.status === 'CREATE_FAILED') startUndoCreate(engine, stack, token)
      else if (stack.status === 'UPDATE_FAILED' && stack.before) {
        startContinueRollback(engine, stack, { before: stack.before, skipped: [], token })
      } else {
        throw invalid(`Stack [${stack.id}] is in ${stack.status} state and can not be rolled back.`)
      }
      return { StackId: stack.id }
    },
    UpdateTerminationProtection: (input) => {
      const stack = existing(input)
      stack.terminationProtection = flagIn(input.EnableTerminationProtection)
      return { StackId: stack.id }
    },
    SetStackPolicy: (input) => {
      const stack = existing(input)
      try {
        JSON.parse(String(input.StackPolicyBody))
      } catch {
        throw invalid('Error validating stack policy: Invalid stack policy')
      }
      stack.policy = String(input.StackPolicyBody)
      return {}
    },
    GetStackPolicy: (input) => ({ StackPolicyBody: existing(input).policy }),
  }
}

// An import nobody exports is found again while updating, where it becomes the reason of the rollback.
const isChanged = (engine: Engine, stack: Stack, target: Parameters<typeof compareStack>[2]): boolean => {
  try {
    return compareStack(engine, stack, target).changed
  } catch {
    return true
  }
}
