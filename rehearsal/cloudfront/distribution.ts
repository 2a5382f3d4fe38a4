import { Agent } from 'node:http'
import { listen } from '../elbv2/listen.ts'
import type { ResourceProvider, Shape } from '../service.ts'
import type { World } from '../world.ts'
import { behaviorOf, originOf } from './behavior.ts'
import type { CloudFrontPorts } from './ports.ts'
import { serveDistribution } from './serve-distribution.ts'
import type { CloudFrontState, Distribution } from './state.ts'

/** What distributions are made with. */
export interface DistributionCare {
  readonly world: World
  readonly state: CloudFrontState
  readonly ports: CloudFrontPorts
  /** A CloudFront id: `E` and upper-case letters and digits. */
  readonly newId: (prefix: string) => string
}

const check = (config: Shape) => {
  const behaviors = [config.DefaultCacheBehavior ?? {}, ...((config.CacheBehaviors ?? []) as Shape[])]
  for (const behavior of behaviors) {
    if (originOf(config, behavior)) continue
    throw new Error(
      `Resource handler returned message: "Invalid request provided: AWS::CloudFront::Distribution: One or more of your origins or origin groups do not exist: ${behavior.TargetOriginId}" (HandlerErrorCode: InvalidRequest)`,
    )
  }
  behaviorOf(config, '/')
}

/** Closes a distribution's server and its connections. */
export const closeDistribution = async (state: CloudFrontState, distribution: Distribution): Promise<void> => {
  state.distributions.delete(distribution.id)
  distribution.agent.destroy()
  await new Promise<void>((resolve) => {
    distribution.server.close(() => resolve())
    distribution.server.closeAllConnections()
  })
}

/** `AWS::CloudFront::Distribution`: Ref is the id (aws-resource-cloudfront-distribution). */
export const distributionProvider = ({ world, state, ports, newId }: DistributionCare): ResourceProvider => {
  const attributes = ({ id, domainName, arn }: Distribution) => ({ Id: id, DomainName: domainName, Arn: arn })
  return {
    create: async (properties) => {
      const config: Shape = properties.DistributionConfig ?? {}
      check(config)
      const id = newId('E')
      let distribution: Distribution | undefined
      const server = serveDistribution({
        state,
        ports,
        distribution: () => distribution!,
        says: (says) => world.notice({ from: 'cloudfront', subject: id, says }),
      })
      const localPort = await listen(server)
      distribution = {
        id,
        arn: `arn:aws:cloudfront::${world.account}:distribution/${id}`,
        domainName: `${newId('d').toLowerCase()}.cloudfront.net`,
        modifiedAt: world.clock.now(),
        config,
        server,
        localPort,
        agent: new Agent({ keepAlive: true }),
        invalidations: [],
      }
      state.distributions.set(id, distribution)
      world.notice({
        from: 'cloudfront',
        subject: id,
        says: `${distribution.domainName} is http://127.0.0.1:${localPort} (plain HTTP, no cache)`,
      })
      return { physicalId: id, attributes: attributes(distribution) }
    },
    update: async (made, _, after) => {
      const distribution = state.distributions.get(made.physicalId)!
      check(after.DistributionConfig ?? {})
      distribution.config = after.DistributionConfig ?? {}
      return { physicalId: made.physicalId, attributes: attributes(distribution) }
    },
    remove: async (made) => {
      const distribution = state.distributions.get(made.physicalId)
      if (distribution) await closeDistribution(state, distribution)
    },
  }
}
