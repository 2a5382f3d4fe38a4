// A build project, in the shape of the API (BatchGetProjects), and what CloudFormation's properties become.
// https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html
import type { Shape } from '../service.ts'
import { camelKeys } from './camel-keys.ts'

export interface EnvironmentVariable {
  readonly name: string
  readonly value: string
  readonly type?: string
}

export interface Project {
  readonly name: string
  readonly arn: string
  readonly source: { readonly type: string; readonly location?: string; readonly buildspec?: string }
  readonly sourceVersion?: string
  readonly artifacts: Shape
  readonly secondaryArtifacts: readonly Shape[]
  readonly environment: {
    readonly type: string
    readonly image: string
    readonly computeType: string
    readonly privilegedMode: boolean
    readonly environmentVariables: readonly EnvironmentVariable[]
  }
  readonly serviceRole: string
  readonly timeoutInMinutes: number
  readonly queuedTimeoutInMinutes: number
  readonly cache: Shape
  readonly logsConfig: Shape
  readonly encryptionKey: string
  readonly created: number
  readonly lastModified: number
  readonly description?: string
  readonly tags: readonly Shape[]
}

/** A project from API input or camel-cased CloudFormation properties, with CodeBuild's defaults. */
export const projectOf = (
  given: Shape,
  made: { name: string; arn: string; at: number; account: string; region: string },
): Project => ({
  name: made.name,
  arn: made.arn,
  source: {
    ...given.source,
    type: given.source?.type ?? 'NO_SOURCE',
    buildspec: given.source?.buildspec ?? given.source?.buildSpec,
  },
  ...(given.sourceVersion ? { sourceVersion: given.sourceVersion } : {}),
  artifacts: given.artifacts ?? { type: 'NO_ARTIFACTS' },
  secondaryArtifacts: given.secondaryArtifacts ?? [],
  environment: {
    type: given.environment?.type ?? 'LINUX_CONTAINER',
    image: given.environment?.image ?? 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
    computeType: given.environment?.computeType ?? 'BUILD_GENERAL1_SMALL',
    privilegedMode: given.environment?.privilegedMode === true || given.environment?.privilegedMode === 'true',
    environmentVariables: (given.environment?.environmentVariables ?? []).map((one: Shape) => ({
      name: String(one.name),
      value: String(one.value ?? ''),
      type: one.type ?? 'PLAINTEXT',
    })),
  },
  serviceRole: given.serviceRole ?? '',
  timeoutInMinutes: Number(given.timeoutInMinutes ?? 60),
  queuedTimeoutInMinutes: Number(given.queuedTimeoutInMinutes ?? 480),
  cache: given.cache ?? { type: 'NO_CACHE' },
  logsConfig: given.logsConfig ?? {},
  encryptionKey: given.encryptionKey ?? `arn:aws:kms:${made.region}:${made.account}:alias/aws/s3`,
  created: made.at,
  lastModified: made.at,
  ...(given.description ? { description: given.description } : {}),
  tags: given.tags ?? [],
})

/** The API's names for an AWS::CodeBuild::Project's properties. */
export const projectProperties = (properties: Shape): Shape => camelKeys(properties) as Shape
