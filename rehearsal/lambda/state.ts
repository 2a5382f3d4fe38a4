// What the local Lambda remembers.
import type { Shape } from '../service.ts'

/** The code of a version: its files on disk and what identifies them. */
export interface Code {
  readonly directory: string
  readonly sha256: string
  readonly size: number
}

/** The settings of a version, checked. */
export interface Settings {
  readonly runtime: string
  readonly handler: string
  readonly role: string
  readonly timeout: number
  readonly memory: number
  readonly description: string
  readonly architecture: string
  readonly variables: Readonly<Record<string, string>>
  readonly logGroup: string
  readonly logFormat: 'Text' | 'JSON'
  readonly applicationLogLevel: string | undefined
  readonly deadLetterArn: string | undefined
  /** What is remembered and shown only: VpcConfig, TracingConfig, EphemeralStorage. */
  readonly shown: Shape
}

/** A version of a function; `$LATEST` is the one that changes, by being replaced. */
export interface FunctionVersion {
  readonly functionName: string
  readonly functionArn: string
  readonly version: string
  readonly revisionId: string
  readonly lastModified: Date
  readonly settings: Settings
  readonly code: Code
}

/** An alias. Weights are remembered, and all invocations go to the main version. */
export interface Alias {
  readonly name: string
  version: string
  description: string
  revisionId: string
}

/** A statement of a function's resource policy. */
export interface PolicyStatement {
  readonly sid: string
  readonly action: string
  readonly principal: string
  readonly sourceArn: string | undefined
  readonly sourceAccount: string | undefined
}

/** A function. */
export interface LambdaFunction {
  readonly name: string
  readonly arn: string
  latest: FunctionVersion
  readonly versions: Map<string, FunctionVersion>
  readonly aliases: Map<string, Alias>
  /** Resource policies by qualifier; the unqualified one under ''. */
  readonly policies: Map<string, PolicyStatement[]>
  /** What becomes of asynchronous events, by qualifier. */
  readonly invokeConfigs: Map<string, Shape>
  reservedConcurrency: number | undefined
  tags: Readonly<Record<string, string>>
}

/** All functions by name. */
export type Functions = Map<string, LambdaFunction>
