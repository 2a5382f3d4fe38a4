// What CodeBuild asks of the other local services.
import type { Spawn } from './spawn.ts'

export interface CodeBuildPorts {
  readonly s3: {
    readonly get: (bucket: string, key: string) => Promise<Uint8Array | undefined>
    readonly put: (bucket: string, key: string, body: Uint8Array) => Promise<void>
  }
  readonly logs: { readonly write: (group: string, stream: string, line: string) => void | Promise<void> }
  /** The value of an SSM parameter, or undefined when there is none. */
  readonly ssm: { readonly get: (name: string) => Promise<string | undefined> }
  /** The text of a secret's version, or undefined when there is none; `version` is a stage or a version id. */
  readonly secrets: { readonly get: (id: string, version?: string) => Promise<string | undefined> }
  /** Clones a repository at a commit, for CODEBUILD_CLONE_REF and Git sources. */
  readonly git?: { readonly clone: (repository: string, commit: string, into: string) => Promise<void> }
  readonly spawn?: Spawn
}

export interface CodeBuildOptions {
  /** A directory with the commands `docker` and `aws`; first on a build's PATH. */
  readonly commands?: string
  /** Further variables of every build: an npm cache, marks for the watchdog. Builds cannot tell them from the image's own. */
  readonly env?: Readonly<Record<string, string>>
}
