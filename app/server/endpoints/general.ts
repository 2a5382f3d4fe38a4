import { http, routes } from '../../contract.ts'
import { cached } from '../changes.ts'
import type { Deps } from '../deps.ts'
import { type Endpoint, endpoint, noContent, ok } from '../endpoint.ts'
import { eventStream } from '../event-stream.ts'
import { healthCheck } from '../health-check.ts'
import { healthSchema, metricsSchema, trendsSchema } from '../schemas/others.ts'
import { daysQuerySchema } from '../schemas/page.ts'

/** What is nobody's in particular: health, numbers, events. */
export const generalEndpoints = (deps: Deps): readonly Endpoint[] => [
  endpoint({
    id: 'health',
    method: 'get',
    path: http.health,
    summary: 'Whether this server can serve: what a load balancer asks',
    access: 'anyone',
    pace: 'none',
    answers: { 200: healthSchema, 503: healthSchema },
    handler: healthCheck(deps),
  }),
  endpoint({
    id: 'live',
    method: 'get',
    path: routes.live,
    summary: 'Whether this process runs, whatever else does not',
    access: 'anyone',
    pace: 'none',
    answers: { 204: null },
    run: async () => noContent,
  }),
  endpoint({
    id: 'trends',
    method: 'get',
    path: routes.trends,
    summary: 'What many people write about',
    access: 'anyone',
    answers: { 200: trendsSchema },
    run: async () => ok({ trends: await deps.cache.read(cached.trends, 60_000, () => deps.store.trends(8)) }),
  }),
  endpoint({
    id: 'metrics',
    method: 'get',
    path: routes.metrics,
    summary: 'The last days in numbers, today first',
    access: 'anyone',
    query: daysQuerySchema,
    answers: { 200: metricsSchema },
    run: async ({ query: { days } }) =>
      ok(await deps.cache.read(`metrics:${days}`, 10_000, () => deps.store.metrics(days))),
  }),
  endpoint({
    id: 'events',
    method: 'get',
    path: routes.events,
    summary: 'What happens, as it happens: server-sent events, resumable by Last-Event-ID',
    access: 'reader',
    answers: { 200: 'text/event-stream' },
    refusals: [503],
    handler: eventStream(deps.live),
  }),
]
