// What becomes of asynchronous events: https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
import type { RouteCall, Routes } from '../protocols/rest-json.ts'
import { awsError, type Shape } from '../service.ts'
import { parseFunctionName } from './function-arn.ts'
import { type FunctionCare, functionNamed } from './functions.ts'
import { invalid } from './settings.ts'
import type { LambdaFunction } from './state.ts'

const within = (name: string, value: unknown, [from, to]: readonly [number, number]) => {
  if (value !== undefined && !(Number(value) >= from && Number(value) <= to))
    throw invalid(`${name} is ${value}; it must be from ${from} to ${to}`)
}

/** Keeps the configuration of a qualifier, checked. */
export const putInvokeConfig = (func: LambdaFunction, qualifier: string, given: Shape): Shape => {
  within('MaximumRetryAttempts', given.MaximumRetryAttempts, [0, 2])
  within('MaximumEventAgeInSeconds', given.MaximumEventAgeInSeconds, [60, 21_600])
  const config = {
    MaximumRetryAttempts: given.MaximumRetryAttempts,
    MaximumEventAgeInSeconds: given.MaximumEventAgeInSeconds,
    DestinationConfig: given.DestinationConfig ?? {},
  }
  func.invokeConfigs.set(qualifier, config)
  return config
}

/** The routes of event invoke configurations. */
export const invokeConfigRoutes = (care: FunctionCare): Routes => {
  const one = (route: RouteCall) => functionNamed(care, route.path.name ?? '')
  const qualifierOf = ({ path, query }: RouteCall) =>
    parseFunctionName(path.name ?? '', query.get('Qualifier') ?? undefined).qualifier ?? '$LATEST'
  const shapeOf = (func: LambdaFunction, qualifier: string): Shape => {
    const config = func.invokeConfigs.get(qualifier)
    if (!config)
      throw awsError('ResourceNotFoundException', `The function ${func.arn} doesn't have an EventInvokeConfig`, 404)
    const LastModified = care.world.clock.now().getTime() / 1_000
    return { ...config, FunctionArn: `${func.arn}:${qualifier}`, LastModified }
  }
  const path = '/2019-09-25/functions/{name}/event-invoke-config'
  const put = (before: (func: LambdaFunction, qualifier: string) => Shape) => (route: RouteCall) => {
    const [func, qualifier] = [one(route), qualifierOf(route)]
    putInvokeConfig(func, qualifier, { ...before(func, qualifier), ...route.body() })
    return shapeOf(func, qualifier)
  }
  return {
    [`PUT ${path}`]: put(() => ({})),
    [`POST ${path}`]: put((func, qualifier) => func.invokeConfigs.get(qualifier) ?? {}),
    [`GET ${path}`]: (route) => shapeOf(one(route), qualifierOf(route)),
    [`DELETE ${path}`]: (route) => {
      one(route).invokeConfigs.delete(qualifierOf(route))
      return { status: 204, headers: {}, body: '' }
    },
    [`GET ${path}/list`]: (route) => ({
      FunctionEventInvokeConfigs: [...one(route).invokeConfigs.keys()].map((qualifier) =>
        shapeOf(one(route), qualifier),
      ),
    }),
  }
}
