import express, { type Express } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { http } from '../contract.ts'
import type { Activities } from '../db/activities.ts'
import type { Probe } from '../db/probe.ts'
import { activityRoutes } from './activity-routes.ts'
import { failed, notFound } from './errors.ts'
import { healthCheck } from './health-check.ts'
import { requestLog } from './request-log.ts'

/** The API, made of what it depends on; it neither listens nor reads the environment. */
export function createApp(deps: { release: string; probe: Probe; activities: Activities; log: Logger }): Express {
  const app = express()
  app.set('etag', false)
  app.use(requestLog(deps.log))
  app.use(helmet())
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  app.get(http.health, healthCheck(deps))
  app.use(activityRoutes(deps.activities))
  app.use(notFound)
  app.use(failed)
  return app
}
