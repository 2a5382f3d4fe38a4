// The CODEBUILD_* variables.
// https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
import type { Build } from './build.ts'

export interface SourcePlaces {
  readonly source: string
  readonly places: readonly { readonly name: string; readonly path: string }[]
  readonly kmsKey: string
}

/** What CodeBuild tells a build about itself. */
export const codebuildVariables = (build: Build, { source, places, kmsKey }: SourcePlaces): Record<string, string> => {
  const { request } = build
  const resolved = request.resolvedSourceVersion ?? ''
  return {
    CODEBUILD_BATCH_BUILD_IDENTIFIER: '',
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_IMAGE: request.project.environment.image,
    CODEBUILD_BUILD_NUMBER: String(build.number),
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_CI: 'true',
    CODEBUILD_INITIATOR: request.initiator ?? 'root',
    CODEBUILD_KMS_KEY_ID: kmsKey,
    CODEBUILD_LOG_PATH: build.logs.stream,
    CODEBUILD_PROJECT_ARN: request.project.arn,
    CODEBUILD_PUBLIC_BUILD_URL: '',
    CODEBUILD_RESOLVED_SOURCE_VERSION: resolved,
    CODEBUILD_SOURCE_REPO_URL: request.sourceRepoUrl ?? '',
    CODEBUILD_SOURCE_VERSION: request.sourceVersion ?? resolved,
    CODEBUILD_SRC_DIR: source,
    ...Object.fromEntries(places.slice(1).map(({ name, path }) => [`CODEBUILD_SRC_DIR_${name}`, path])),
    CODEBUILD_START_TIME: String(build.startTime.getTime()),
  }
}
