// What the local API Gateway remembers. Parts are kept as CloudFormation and the API spell them, with capital letters.
import type { Server } from 'node:http'
import type { Shape } from '../service.ts'

/** A part of an API: a route, an integration, an authorizer, a stage. */
export interface Part {
  readonly id: string
  given: Shape
}

/** An HTTP API and the local server that stands for its endpoint. */
export interface HttpApi {
  readonly id: string
  readonly endpoint: string
  readonly domainName: string
  readonly createdAt: Date
  given: Shape
  readonly server: Server
  readonly localPort: number
  readonly routes: Map<string, Part>
  readonly integrations: Map<string, Part>
  readonly authorizers: Map<string, Part>
  readonly stages: Map<string, Part>
  /** What authorizers said, by authorizer and identity, until when. */
  readonly remembered: Map<string, { readonly until: number; readonly answer: unknown }>
}

/** All APIs by id. */
export type HttpApis = Map<string, HttpApi>
