import express, { type Express } from 'express'
import { routes } from '../contract.ts'
import { changesOf } from './changes.ts'
import type { Deps } from './deps.ts'
import { endpointsOf } from './endpoints/all.ts'
import { failedWith, notFound } from './errors.ts'
import { openApiOf } from './openapi.ts'
import { crossOrigin } from './origins.ts'
import { requestLog } from './request-log.ts'
import { routerOf } from './router.ts'
import { safeHeaders } from './safe-headers.ts'
import { viewersOf } from './viewer.ts'

/** The API, made of what it depends on; it neither listens nor reads the environment. */
export function createApp(deps: Deps): Express {
  const viewers = viewersOf({
    tokens: deps.tokens,
    users: deps.store.users,
    personOf: async (token, sub) =>
      (await deps.identity?.person(token)) ?? { sub, handle: 'user', displayName: 'Someone' },
  })
  const endpoints = endpointsOf(deps, { viewers, changed: changesOf(deps) })
  const document = JSON.stringify(openApiOf(endpoints, deps.release))

  const app = express()
  app.set('etag', false)
  app.disable('x-powered-by')
  app.set('trust proxy', deps.proxies)
  if (deps.telemetry) app.use(deps.telemetry.requests)
  app.use(requestLog(deps.log, deps.telemetry?.spanIds))
  app.use(safeHeaders())
  app.use(crossOrigin(deps.origins))
  app.get(routes.openapi, (_request, response) => void response.type('json').send(document))
  app.use(routerOf(endpoints, { viewers, origins: deps.origins, rateFactor: deps.rateFactor }))
  app.use(notFound)
  app.use(failedWith(deps.onFailure))
  return app
}
