// What the local API Gateway needs from the services around it.

/** What a function gave. */
export interface FunctionAnswer {
  readonly payload: string
  readonly functionError?: string
}

/** Everything together. */
export interface HttpApiPorts {
  /** Runs a function on behalf of an API; throws when it may not. */
  readonly invoke: (functionArn: string, payload: string, sourceArn: string) => Promise<FunctionAnswer>
  readonly log: (group: string, stream: string, line: string) => void
  /** The URL of an issuer's configuration; a local user pool has it at the local endpoint. */
  readonly issuerUrl: (issuer: string) => string
}
