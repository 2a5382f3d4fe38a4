// Aliases: https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
import { jsonReply, type RouteCall, type Routes } from '../protocols/rest-json.ts'
import { awsError, type Shape } from '../service.ts'
import { type FunctionCare, functionNamed, versionOf } from './functions.ts'
import type { Alias, LambdaFunction } from './state.ts'

const shapeOf = (func: LambdaFunction, alias: Alias): Shape => ({
  AliasArn: `${func.arn}:${alias.name}`,
  Name: alias.name,
  FunctionVersion: alias.version,
  Description: alias.description,
  RevisionId: alias.revisionId,
})

const aliasOf = (func: LambdaFunction, name: string): Alias => {
  const alias = func.aliases.get(name)
  if (alias) return alias
  throw awsError('ResourceNotFoundException', `Cannot find alias arn: ${func.arn}:${name}`, 404)
}

/** Makes an alias of a version that exists. */
export const createAlias = ({ world }: Pick<FunctionCare, 'world'>, func: LambdaFunction, given: Shape): Alias => {
  const name = String(given.Name)
  if (func.aliases.has(name))
    throw awsError('ResourceConflictException', `Alias already exists: ${func.arn}:${name}`, 409)
  versionOf(func, String(given.FunctionVersion))
  const alias = {
    name,
    version: String(given.FunctionVersion),
    description: String(given.Description ?? ''),
    revisionId: world.id(),
  }
  func.aliases.set(name, alias)
  return alias
}

/** Points an alias at another version. */
export const changeAlias = ({ world }: Pick<FunctionCare, 'world'>, func: LambdaFunction, given: Shape): Alias => {
  const alias = aliasOf(func, String(given.Name))
  versionOf(func, given.FunctionVersion)
  alias.version = String(given.FunctionVersion ?? alias.version)
  alias.description = String(given.Description ?? alias.description)
  alias.revisionId = world.id()
  return alias
}

/** The routes of aliases. */
export const aliasRoutes = (care: FunctionCare): Routes => {
  const one = (route: RouteCall) => functionNamed(care, route.path.name ?? '')
  const path = '/2015-03-31/functions/{name}/aliases'
  return {
    [`POST ${path}`]: (route) => jsonReply(shapeOf(one(route), createAlias(care, one(route), route.body())), 201),
    [`GET ${path}`]: (route) => ({
      Aliases: [...one(route).aliases.values()].map((alias) => shapeOf(one(route), alias)),
    }),
    [`GET ${path}/{alias}`]: (route) => shapeOf(one(route), aliasOf(one(route), route.path.alias ?? '')),
    [`PUT ${path}/{alias}`]: (route) =>
      shapeOf(one(route), changeAlias(care, one(route), { ...route.body(), Name: route.path.alias })),
    [`DELETE ${path}/{alias}`]: (route) => {
      one(route).aliases.delete(route.path.alias ?? '')
      return { status: 204, headers: {}, body: '' }
    },
  }
}
