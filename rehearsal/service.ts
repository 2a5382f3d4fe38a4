// The one shape every local service has. The server reads the wire protocol, finds the service by its SigV4 signing
// name and the operation by its name, and calls it with plain JSON; what comes back is plain JSON again.
import type { World } from './world.ts'

/** Input or output of an operation: the JSON shape of the AWS API model, with its own member names. */
// biome-ignore lint/suspicious/noExplicitAny: the wire is untyped; each operation narrows what it reads
export type Shape = Record<string, any>

/** What the server knows about one call besides its input. */
export interface Call {
  readonly region: string
  readonly account: string
  /** The ARN of the caller, taken from the session its access key belongs to; the account's root for unknown keys. */
  readonly principal: string
}

/** One API operation. Throws `awsError(…)` for what AWS refuses. */
export type Operation = (input: Shape, call: Call) => Shape | Promise<Shape>

/** A local AWS service. */
export interface Service {
  /** The SigV4 signing name: `ecs`, `cloudformation`, `elasticloadbalancing`, `logs`, `ssm`… */
  readonly name: string
  /** `json`: X-Amz-Target and a JSON body (awsJson 1.0 or 1.1). `query`: a form POST with an XML reply. */
  readonly protocol: 'json' | 'query'
  /** `json`: the text before the dot of X-Amz-Target. `query`: the xmlns of the reply. */
  readonly target: string
  /** The `application/x-amz-json-1.x` version of a `json` service; 1.1 unless told. */
  readonly version?: '1.0' | '1.1'
  readonly operations: Readonly<Record<string, Operation>>
  /** The CloudFormation resource types this service provides, by type name. */
  readonly resources?: Readonly<Record<string, ResourceProvider>>
  /** Called once when the local AWS stops; child processes and listeners end here. */
  readonly stop?: () => Promise<void>
}

/** What CloudFormation tells a resource provider about the resource it works on. */
export interface ResourceContext {
  readonly stackName: string
  readonly stackId: string
  readonly logicalId: string
  readonly call: Call
  readonly world: World
  /** A physical name as CloudFormation makes one: `<stack>-<logical id>-<suffix>`, shortened to `max` characters. */
  readonly physicalName: (max?: number) => string
  /** Aborted when the stack operation is cancelled or the local AWS stops. */
  readonly signal: AbortSignal
}

/** A created or updated resource: what `Ref` gives, and what `Fn::GetAtt` gives. */
export interface Made {
  readonly physicalId: string
  readonly attributes?: Readonly<Record<string, unknown>>
}

/**
 * Makes, changes and removes one CloudFormation resource type. Properties arrive resolved (no intrinsics).
 * A provider resolves when the resource is stable (for an ECS service: its deployment has completed) and throws an
 * Error whose message becomes the event's ResourceStatusReason.
 */
export interface ResourceProvider {
  readonly create: (properties: Shape, context: ResourceContext) => Promise<Made>
  /** Called for changes that need no replacement; without it every change is recorded as it is. */
  readonly update?: (made: Made, before: Shape, after: Shape, context: ResourceContext) => Promise<Made>
  readonly remove?: (made: Made, properties: Shape, context: ResourceContext) => Promise<void>
  /** True when the resource is only remembered: nothing really runs behind it. Printed as such. */
  readonly recorded?: boolean
}

/** An error as AWS sends it: a code, a message, a status. Anything else thrown by an operation is a 500. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  /** What the error says beside code and message, in the words of the API model: `CancellationReasons`, `Item`… */
  readonly members: Shape
  constructor(code: string, message: string, { status, members = {} }: { status: number; members?: Shape }) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
    this.members = members
  }
}

/** The error an operation throws for what AWS refuses. */
export const awsError = (code: string, message: string, status = 400): AwsError =>
  new AwsError(code, message, { status })
