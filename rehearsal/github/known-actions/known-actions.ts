import { downloadArtifact, uploadArtifact } from './artifacts.ts'
import { checkout } from './checkout.ts'
import { configureAwsCredentials } from './configure-aws-credentials.ts'
import type { KnownAction } from './known-action.ts'
import { setupNode } from './setup-node.ts'

/** The third-party actions the runner plays, by name, whatever the commit they are pinned to. */
export const knownActions: Readonly<Record<string, KnownAction>> = {
  'actions/checkout': checkout,
  'actions/setup-node': setupNode,
  'actions/upload-artifact': uploadArtifact,
  'actions/download-artifact': downloadArtifact,
  'aws-actions/configure-aws-credentials': configureAwsCredentials,
}
