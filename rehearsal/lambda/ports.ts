// What the local Lambda needs from the services around it. Whoever starts the local AWS connects them.
import type { Child, SpawnRequest } from '../processes/spawn-child.ts'
import type { Shape } from '../service.ts'

/** The credentials a function runs with. */
export interface RoleCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** The records of a table's stream, in their order. */
export interface StreamRecords {
  readonly exists: (streamArn: string) => boolean
  /** Records after a sequence number, oldest first; from the beginning without one. */
  readonly records: (streamArn: string, after: string | undefined, limit: number) => readonly object[]
  /** The sequence number of the newest record. */
  readonly latest: (streamArn: string) => string | undefined
  /** Calls back whenever there are new records; gives the function that ends it. */
  readonly onRecords: (streamArn: string, wake: () => void) => () => void
}

/** A received message of a queue. */
export interface QueueMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly md5OfBody: string
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Shape
}

/** The queues, by ARN. */
export interface Queues {
  readonly send: (queueArn: string, body: string, attributes?: Readonly<Record<string, string>>) => void
  readonly receive: (queueArn: string, most: number) => readonly QueueMessage[]
  readonly remove: (queueArn: string, receiptHandle: string) => void
  /** Calls back when a message may have become visible; gives the function that ends it. */
  readonly onMessages: (queueArn: string, wake: () => void) => () => void
  readonly exists: (queueArn: string) => boolean
}

/** Everything together. */
export interface LambdaPorts {
  readonly spawn: (request: SpawnRequest) => Child
  /** An object's bytes; undefined when there is none. */
  readonly object: (bucket: string, key: string, version?: string) => Buffer | undefined
  /** Credentials of a role, or undefined when Lambda may not assume it. */
  readonly assume: (roleArn: string, session: string) => RoleCredentials | undefined
  readonly log: (group: string, stream: string, line: string) => void
  readonly queues: Queues
  /** Puts an event on the default bus. */
  readonly putEvent: (event: {
    readonly source: string
    readonly detailType: string
    readonly detail: Shape
    readonly resources: readonly string[]
  }) => void
  readonly streams: StreamRecords
}
