// The local CloudFront: a distribution is a local server in front of real buckets and load balancers.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Received, Reply } from '../protocols/received.ts'
import type { Service } from '../service.ts'
import type { World } from '../world.ts'
import { closeDistribution, type DistributionCare, distributionProvider } from './distribution.ts'
import { edgeResources } from './edge-resources.ts'
import type { CloudFrontPorts } from './ports.ts'
import { cloudFrontRest } from './rest.ts'
import type { CloudFrontState } from './state.ts'

/** What other services do with CloudFront. */
export interface CloudFrontApi {
  /** The local URL of a distribution, by its id or its domain name. */
  readonly urlOf: (idOrDomain: string) => string | undefined
  /** The origins that pages have on AWS which a local distribution serves; none for any other local origin. */
  readonly originsOf: (local: string) => readonly string[]
  /** The wire side as a raw route below `/2020-05-31/`. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** The local CloudFront. Its wire side is `rest`, registered under the signing name `cloudfront`. */
export const cloudfront = (
  world: World,
  ports: CloudFrontPorts,
): { readonly service: Service; readonly rest: (received: Received) => Reply; readonly api: CloudFrontApi } => {
  const state: CloudFrontState = { distributions: new Map(), functions: new Map(), policies: new Map() }
  const newId = (prefix: string) => {
    const text = BigInt(`0x${world.id().replaceAll('-', '')}`)
      .toString(36)
      .toUpperCase()
    return `${prefix}${text.slice(-13).padStart(13, '0')}`
  }
  const care: DistributionCare = { world, state, ports, newId }
  const rest = cloudFrontRest(care)
  return {
    service: {
      name: 'cloudfront',
      protocol: 'query',
      target: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
      operations: {},
      resources: { 'AWS::CloudFront::Distribution': distributionProvider(care), ...edgeResources(care) },
      stop: async () => {
        await Promise.all([...state.distributions.values()].map((one) => closeDistribution(state, one)))
      },
    },
    rest,
    api: {
      urlOf: (idOrDomain) => {
        const found = [...state.distributions.values()].find(
          ({ id, domainName }) => id === idOrDomain || domainName === idOrDomain,
        )
        return found && `http://127.0.0.1:${found.localPort}`
      },
      originsOf: (local) =>
        [...state.distributions.values()]
          .filter(({ localPort }) => local === `http://127.0.0.1:${localPort}`)
          .flatMap(({ domainName, config }) => [domainName, ...((config.Aliases ?? []) as string[])])
          .map((host) => `https://${host}`),
      handle: async (request, response) => {
        const pieces: Buffer[] = []
        for await (const piece of request) pieces.push(piece as Buffer)
        const path = (request.url ?? '/').split('?')[0] ?? '/'
        const { status, headers, body } = rest({ method: request.method ?? 'GET', path, body: Buffer.concat(pieces) })
        response.writeHead(status, headers)
        response.end(body)
      },
    },
  }
}
