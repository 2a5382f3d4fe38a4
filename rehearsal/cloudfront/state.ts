import type { Agent, Server } from 'node:http'
import type { Shape } from '../service.ts'

/** An invalidation: here there is no cache, so it is complete at once. */
export interface Invalidation {
  readonly id: string
  readonly callerReference: string
  readonly paths: readonly string[]
  readonly createdAt: Date
}

/** A distribution and the local server that stands for its edge. */
export interface Distribution {
  readonly id: string
  readonly arn: string
  readonly domainName: string
  readonly modifiedAt: Date
  config: Shape
  readonly server: Server
  readonly localPort: number
  readonly agent: Agent
  readonly invalidations: Invalidation[]
}

/** A function: its code, run for viewer requests and responses. */
export interface EdgeFunction {
  readonly arn: string
  readonly name: string
  code: string
}

/** Everything the service remembers. */
export interface CloudFrontState {
  readonly distributions: Map<string, Distribution>
  readonly functions: Map<string, EdgeFunction>
  /** Policies and origin access controls by id. */
  readonly policies: Map<string, Shape>
}
