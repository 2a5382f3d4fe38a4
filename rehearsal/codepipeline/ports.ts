// What CodePipeline asks of the other local services.
import type { PipelineAction } from '../cloudformation/pipeline-action.ts'
import type { CodeBuildApi } from '../codebuild/codebuild.ts'
import type { GitHost } from '../git/git-host.ts'

export interface EcsDeployment {
  readonly cluster: string
  readonly service: string
  readonly images: readonly { readonly name: string; readonly imageUri: string }[]
}

export interface CodePipelinePorts {
  readonly s3: {
    readonly get: (bucket: string, key: string) => Promise<Uint8Array | undefined>
    readonly put: (
      bucket: string,
      key: string,
      body: Uint8Array,
      headers?: { readonly contentType?: string; readonly cacheControl?: string },
    ) => Promise<void>
  }
  readonly codebuild?: CodeBuildApi
  readonly git?: Pick<GitHost, 'headOf' | 'commit' | 'archive' | 'changedFiles' | 'onPush'>
  /** The status of a connection; undefined when it does not exist. */
  readonly connections?: { readonly status: (arn: string) => string | undefined }
  /** Registers a revision with the images, updates the service, waits for the deployment; a rollback is not ok. */
  readonly ecs?: {
    readonly deploy: (
      deployment: EcsDeployment,
      signal: AbortSignal,
    ) => Promise<{ readonly ok: boolean; readonly message: string }>
  }
  readonly cloudformation?: {
    readonly run: (
      action: PipelineAction,
      signal: AbortSignal,
    ) => Promise<{
      readonly ok: boolean
      readonly message: string
      readonly outputs?: Readonly<Record<string, string>>
    }>
  }
}
