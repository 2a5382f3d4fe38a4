// The wire side of CloudFront, restXml below /2020-05-31/: distributions and invalidations.
import { XMLParser } from 'fast-xml-parser'
import type { Received, Reply } from '../protocols/received.ts'
import { printXml } from '../protocols/xml.ts'
import type { Shape } from '../service.ts'
import type { World } from '../world.ts'
import type { CloudFrontState, Distribution, Invalidation } from './state.ts'

const xmlns = 'http://cloudfront.amazonaws.com/doc/2020-05-31/'

const document = (root: string, value: Shape, item: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${xmlns}">${printXml(value, item)}</${root}>`

const reply = (status: number, body: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'Content-Type': 'text/xml', ...headers },
  body,
})

const refusal = (world: World, given: { status: number; code: string; message: string }): Reply =>
  reply(
    given.status,
    document(
      'ErrorResponse',
      { Error: { Type: 'Sender', Code: given.code, Message: given.message }, RequestId: world.id() },
      'member',
    ),
  )

const summary = ({ id, arn, domainName, modifiedAt, config }: Distribution): Shape => ({
  Id: id,
  ARN: arn,
  Status: 'Deployed',
  LastModifiedTime: modifiedAt.toISOString(),
  DomainName: domainName,
  Comment: config.Comment ?? '',
  PriceClass: config.PriceClass ?? 'PriceClass_All',
  Enabled: String(config.Enabled ?? true) === 'true',
})

const invalidationShape = ({ id, createdAt, paths, callerReference }: Invalidation): Shape => ({
  Id: id,
  Status: 'Completed',
  CreateTime: createdAt.toISOString(),
  InvalidationBatch: { Paths: { Quantity: paths.length, Items: paths }, CallerReference: callerReference },
})

interface Batch {
  readonly InvalidationBatch?: {
    readonly Paths?: { readonly Items?: { readonly Path?: string | string[] } | string }
    readonly CallerReference?: string
  }
}

const batchOf = (body: string): { paths: string[]; callerReference: string } => {
  const { InvalidationBatch: batch } = new XMLParser({ parseTagValue: false }).parse(body) as Batch
  const items = batch?.Paths?.Items
  const paths = typeof items === 'object' ? [items.Path ?? []].flat() : []
  return { paths, callerReference: batch?.CallerReference ?? '' }
}

/** What the routes work with. */
export interface RestCare {
  readonly world: World
  readonly state: CloudFrontState
  readonly newId: (prefix: string) => string
}

/** Answers CloudFront's REST requests. */
export const cloudFrontRest =
  ({ world, state, newId }: RestCare) =>
  ({ method, path, body }: Pick<Received, 'method' | 'path' | 'body'>): Reply => {
    const [kind, id, sub, subId] = path.replace(/^\/2020-05-31\/?/, '').split('/')
    const unknown = () =>
      refusal(world, {
        status: 400,
        code: 'InvalidAction',
        message: `the local CloudFront has no ${method} ${path}; it has distribution and distribution/<id>/invalidation`,
      })
    if (kind !== 'distribution') return unknown()
    if (!id) {
      if (method !== 'GET') return unknown()
      const items = [...state.distributions.values()].map(summary)
      return reply(
        200,
        document(
          'DistributionList',
          { Marker: '', MaxItems: 100, IsTruncated: false, Quantity: items.length, Items: items },
          'DistributionSummary',
        ),
      )
    }
    const distribution = state.distributions.get(id)
    if (!distribution) {
      return refusal(world, {
        status: 404,
        code: 'NoSuchDistribution',
        message: 'The specified distribution does not exist.',
      })
    }
    if (!sub && method === 'GET')
      return reply(
        200,
        document('Distribution', { ...summary(distribution), InProgressInvalidationBatches: 0 }, 'member'),
        { ETag: id },
      )
    if (sub !== 'invalidation') return unknown()
    if (method === 'POST') return invalidate(distribution, body.toString('utf8'))
    if (!subId) {
      const items = distribution.invalidations.map((one) => ({
        Id: one.id,
        CreateTime: one.createdAt.toISOString(),
        Status: 'Completed',
      }))
      return reply(
        200,
        document(
          'InvalidationList',
          { Marker: '', MaxItems: 100, IsTruncated: false, Quantity: items.length, Items: items },
          'InvalidationSummary',
        ),
      )
    }
    const found = distribution.invalidations.find((one) => one.id === subId)
    return found
      ? reply(200, document('Invalidation', invalidationShape(found), 'Path'))
      : refusal(world, {
          status: 404,
          code: 'NoSuchInvalidation',
          message: 'The specified invalidation does not exist.',
        })

    function invalidate(on: Distribution, text: string): Reply {
      const { paths, callerReference } = batchOf(text)
      const wrong = paths.find((one) => !one.startsWith('/'))
      if (paths.length === 0 || wrong !== undefined) {
        return refusal(world, {
          status: 400,
          code: 'InvalidArgument',
          message: 'Your request contains one or more invalid invalidation paths.',
        })
      }
      const before = on.invalidations.find((one) => one.callerReference === callerReference)
      const one = before ?? { id: newId('I'), callerReference, paths, createdAt: world.clock.now() }
      if (!before) {
        on.invalidations.push(one)
        world.notice({
          from: 'cloudfront',
          subject: on.id,
          says: `invalidated ${paths.join(' ')} (there is no cache here)`,
        })
      }
      const location = `${world.endpoint()}/2020-05-31/distribution/${on.id}/invalidation/${one.id}`
      return reply(201, document('Invalidation', invalidationShape(one), 'Path'), { Location: location })
    }
  }
