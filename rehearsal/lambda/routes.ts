// The REST operations of Lambda: https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
import { jsonReply, type RouteCall, type Routes } from '../protocols/rest-json.ts'
import { awsError, type Shape } from '../service.ts'
import { aliasRoutes } from './alias-routes.ts'
import type { AsyncEvents } from './async-events.ts'
import { configurationShape } from './configuration-shape.ts'
import type { EventSourceMappings } from './event-source-mappings.ts'
import { parseFunctionName } from './function-arn.ts'
import {
  changeCode,
  changeSettings,
  createFunction,
  type FunctionCare,
  functionNamed,
  publishVersion,
  versionOf,
} from './functions.ts'
import { checkedPayload, type Invoke, type Invoked, logTail } from './invoke.ts'
import { invokeConfigRoutes } from './invoke-config-routes.ts'
import { addStatement, removeStatement, statementShape } from './resource-policy.ts'
import type { LambdaFunction } from './state.ts'

/** What the operations work with. */
export interface RouteCare extends FunctionCare {
  readonly events: AsyncEvents
  readonly mappings: EventSourceMappings
  readonly invoke: (given: Invoke) => Promise<Invoked>
  readonly remove: (func: LambdaFunction) => void
}

const empty = (status = 204) => ({ status, headers: {}, body: '' })

/** A page of a list: Marker and MaxItems. */
const pageOf = (items: readonly Shape[], query: URLSearchParams, name: string): Shape => {
  const from = Number(query.get('Marker') ?? 0)
  const to = from + Number(query.get('MaxItems') ?? 50)
  return { [name]: items.slice(from, to), ...(to < items.length && { NextMarker: String(to) }) }
}

/** Every route of the service. */
export const lambdaRoutes = (care: RouteCare): Routes => {
  const { functions, events, mappings } = care
  const one = (route: RouteCall) => functionNamed(care, route.path.name ?? '')
  const qualifierOf = ({ path, query }: RouteCall) =>
    parseFunctionName(path.name ?? '', query.get('Qualifier') ?? undefined).qualifier
  const latest = (func: LambdaFunction) => configurationShape(func.latest)

  const invoke = async (route: RouteCall) => {
    const func = one(route)
    const qualifier = qualifierOf(route)
    const { headers, body } = route.received
    const kind = headers['x-amz-invocation-type'] ?? 'RequestResponse'
    versionOf(func, qualifier)
    if (kind === 'DryRun') return empty()
    if (kind === 'Event') {
      const id = events.accept(func, qualifier, checkedPayload(body, 'Event'))
      return { status: 202, headers: { 'x-amzn-requestid': id }, body: '' }
    }
    const clientContext = headers['x-amz-client-context']
    const invoked = await care.invoke({
      func,
      qualifier,
      payload: checkedPayload(body, 'RequestResponse'),
      ...(clientContext && { clientContext: Buffer.from(clientContext, 'base64').toString('utf8') }),
    })
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': invoked.requestId,
        'x-amz-executed-version': invoked.version.version,
        ...(invoked.functionError && { 'x-amz-function-error': invoked.functionError }),
        ...(headers['x-amz-log-type'] === 'Tail' && {
          'x-amz-log-result': Buffer.from(logTail(invoked)).toString('base64'),
        }),
      },
      body: invoked.payload,
    }
  }

  const policyOf = (route: RouteCall): Shape => {
    const func = one(route)
    const qualifier = qualifierOf(route) ?? ''
    const statements = func.policies.get(qualifier) ?? []
    if (statements.length === 0)
      throw awsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404)
    const arn = qualifier ? `${func.arn}:${qualifier}` : func.arn
    const Statement = statements.map((statement) => statementShape(statement, arn))
    return {
      Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }),
      RevisionId: func.latest.revisionId,
    }
  }

  return {
    'POST /2015-03-31/functions': async (route) => jsonReply(latest(await createFunction(care, route.body())), 201),
    'GET /2015-03-31/functions': ({ query }) => pageOf([...functions.values()].map(latest), query, 'Functions'),
    'GET /2015-03-31/functions/{name}': (route) => ({
      Configuration: configurationShape(versionOf(one(route), qualifierOf(route))),
      Code: { RepositoryType: 'S3', Location: `file://${versionOf(one(route), qualifierOf(route)).code.directory}` },
      Tags: one(route).tags,
      ...(one(route).reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: one(route).reservedConcurrency },
      }),
    }),
    'GET /2015-03-31/functions/{name}/configuration': (route) =>
      configurationShape(versionOf(one(route), qualifierOf(route))),
    'PUT /2015-03-31/functions/{name}/configuration': (route) => {
      changeSettings(care, one(route), route.body())
      return latest(one(route))
    },
    'PUT /2015-03-31/functions/{name}/code': async (route) => {
      const func = one(route)
      const body = route.body()
      await changeCode(care, func, body)
      return body.Publish ? configurationShape(publishVersion(care, func, body)) : latest(func)
    },
    'DELETE /2015-03-31/functions/{name}': (route) => {
      care.remove(one(route))
      return empty()
    },
    'POST /2015-03-31/functions/{name}/invocations': invoke,
    'POST /2014-11-13/functions/{name}/invoke-async': (route) => {
      events.accept(one(route), undefined, checkedPayload(route.received.body, 'Event'))
      return empty(202)
    },
    'POST /2015-03-31/functions/{name}/versions': (route) =>
      jsonReply(configurationShape(publishVersion(care, one(route), route.body())), 201),
    'GET /2015-03-31/functions/{name}/versions': (route) =>
      pageOf([one(route).latest, ...one(route).versions.values()].map(configurationShape), route.query, 'Versions'),
    'GET /2015-03-31/functions/{name}/policy': policyOf,
    'POST /2015-03-31/functions/{name}/policy': (route) => {
      const qualifier = qualifierOf(route)
      const statement = addStatement(one(route), route.body(), qualifier)
      const arn = qualifier ? `${one(route).arn}:${qualifier}` : one(route).arn
      return jsonReply({ Statement: JSON.stringify(statementShape(statement, arn)) }, 201)
    },
    'DELETE /2015-03-31/functions/{name}/policy/{sid}': (route) => {
      removeStatement(one(route), route.path.sid ?? '', qualifierOf(route))
      return empty()
    },
    'PUT /2017-10-31/functions/{name}/concurrency': (route) => {
      const reserved = Number(route.body().ReservedConcurrentExecutions)
      one(route).reservedConcurrency = reserved
      return { ReservedConcurrentExecutions: reserved }
    },
    'GET /2019-09-30/functions/{name}/concurrency': (route) => ({
      ReservedConcurrentExecutions: one(route).reservedConcurrency,
    }),
    'DELETE /2017-10-31/functions/{name}/concurrency': (route) => {
      one(route).reservedConcurrency = undefined
      return empty()
    },
    'GET /2017-03-31/tags/{name}': (route) => ({ Tags: one(route).tags }),
    ...aliasRoutes(care),
    ...invokeConfigRoutes(care),
    ...mappings.routes,
  }
}
