import express, { type Router } from 'express'
import { limits, routes } from '../contract.ts'
import type { Activities } from '../db/activities.ts'
import { newActivitySchema } from './new-activity.ts'
import { pageQuerySchema } from './page-query.ts'
import { sendProblem, unprocessable } from './problem.ts'

/** Reads the feed and adds to it. */
export function activityRoutes(activities: Activities): Router {
  const router = express.Router()

  router.get(routes.home, async (request, response) => {
    const page = pageQuerySchema.safeParse(request.query)
    if (!page.success) return sendProblem(response, unprocessable(page.error))
    response.json(await activities.home(page.data))
  })

  router.post(routes.activities, express.json({ limit: limits.body }), async (request, response) => {
    const activity = newActivitySchema.safeParse(request.body)
    if (!activity.success) return sendProblem(response, unprocessable(activity.error))
    response.status(201).json(await activities.create(activity.data))
  })

  return router
}
