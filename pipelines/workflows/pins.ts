// Every third-party action, at the commit of a release. A tag can be moved to other code, a commit cannot.
// https://docs.github.com/actions/reference/security/secure-use#using-third-party-actions
import type { Pin } from '#model'

/** The one table of third-party actions that workflows use. */
export const pins = {
  checkout: { action: 'actions/checkout', commit: 'de0fac2e4500dabe0009e67214ff5f5447ce83dd', version: 'v6.0.2' },
  setupNode: { action: 'actions/setup-node', commit: '53b83947a5a98c8d113130e565377fae1a50d02f', version: 'v6.3.0' },
  uploadArtifact: {
    action: 'actions/upload-artifact',
    commit: '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a',
    version: 'v7.0.1',
  },
  downloadArtifact: {
    action: 'actions/download-artifact',
    commit: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c',
    version: 'v8.0.1',
  },
  configureAwsCredentials: {
    action: 'aws-actions/configure-aws-credentials',
    commit: 'e6de054238d6b7531b4efff3b6587d9aade6a06c',
    version: 'v6.2.3',
  },
} as const satisfies Record<string, Pin>
