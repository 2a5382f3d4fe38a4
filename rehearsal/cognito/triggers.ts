// Lambda triggers of a user pool: the event, the five seconds, and what an answer may be.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
import { AwsError, awsError, type Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { CognitoPorts, FunctionCaller } from './ports.ts'
import type { Pool } from './state.ts'

/** The triggers that run here, by their name in LambdaConfig. */
export type TriggerName =
  | 'PreSignUp'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PostAuthentication'
  | 'PreTokenGeneration'
  | 'CustomMessage'

/** One call of a trigger. */
export interface TriggerCall {
  readonly pool: Pool
  readonly name: TriggerName
  /** What follows the underscore of the trigger source: `ConfirmSignUp`. */
  readonly occasion: string
  readonly userName: string
  /** Absent where an administrator's request names no client. */
  readonly clientId?: string | undefined
  readonly request: Shape
  /** The response members, still empty, that the function fills. */
  readonly response?: Shape
}

/** Runs a trigger and gives its response; without a function, the empty response. */
export type RunTrigger = (call: TriggerCall) => Promise<Shape>

const patience = 5000
const tries = 3

/** Triggers that run the functions behind `invoke`. */
export const createTriggers =
  (world: World, { invoke }: CognitoPorts): RunTrigger =>
  async (call) => {
    const arn = functionOf(call)
    if (!arn) return call.response ?? {}
    for (let attempt = 1; attempt <= tries; attempt++) {
      const ended = new AbortController()
      const answer = await Promise.race([
        invoke(arn, eventOf(world, call), callerOf(world, call)).catch((error: unknown) => {
          throw unreachable(call.name, error)
        }),
        world.clock.sleep(patience, AbortSignal.any([world.signal, ended.signal])).then(() => undefined),
      ]).finally(() => ended.abort())
      if (answer) return responseOf(call.name, answer)
    }
    throw awsError(
      'UnexpectedLambdaException',
      `${call.name} failed with error Timeout after ${patience / 1000} seconds.`,
    )
  }

// The newer member wins: it names the version of the event, and only the first is known here.
const functionOf = ({ pool, name }: TriggerCall): string | undefined => {
  const config = (pool.settings.LambdaConfig ?? {}) as Shape
  const versioned = name === 'PreTokenGeneration' ? (config.PreTokenGenerationConfig as Shape | undefined) : undefined
  if (versioned && versioned.LambdaVersion !== 'V1_0') {
    throw awsError(
      'InvalidParameterException',
      `the local user pools send the V1_0 event of PreTokenGeneration only, and the pool asks for ${versioned.LambdaVersion}`,
    )
  }
  return versioned?.LambdaArn ?? config[name]
}

const eventOf = (world: World, call: TriggerCall): Shape => {
  const prefix = call.name === 'PreTokenGeneration' ? 'TokenGeneration' : call.name
  return {
    version: '1',
    triggerSource: `${prefix}_${call.occasion}`,
    region: world.region,
    userPoolId: call.pool.id,
    userName: call.userName,
    callerContext: {
      awsSdkVersion: 'aws-sdk-unknown-unknown',
      clientId: call.clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
    },
    request: call.request,
    response: call.response ?? {},
  }
}

const callerOf = ({ account }: World, { pool }: TriggerCall): FunctionCaller => ({
  service: 'cognito-idp.amazonaws.com',
  sourceArn: pool.arn,
  account,
})

const unreachable = (name: TriggerName, error: unknown): AwsError => {
  const code = error instanceof AwsError ? error.code : 'ServiceException'
  return awsError('UnexpectedLambdaException', `${name} invocation failed due to error ${code}.`)
}

const responseOf = (name: TriggerName, answer: Awaited<ReturnType<CognitoPorts['invoke']>>): Shape => {
  const payload = answer.payload as Shape | null | undefined
  if (answer.functionError !== undefined) {
    throw awsError(
      'UserLambdaValidationException',
      `${name} failed with error ${payload?.errorMessage ?? answer.functionError}.`,
    )
  }
  const response: unknown = payload?.response
  if (typeof payload !== 'object' || typeof response !== 'object' || response === null) {
    throw awsError('InvalidLambdaResponseException', 'Unrecognizable lambda output')
  }
  return response
}
