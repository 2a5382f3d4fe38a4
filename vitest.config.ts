import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // A configuration's `launchway` is the sources themselves.
  resolve: { alias: { launchway: fileURLToPath(new URL('model/index.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/golden/*/out/**', '**/node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The SDK's notice about Node 20 says nothing about the code under test.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    sequence: { shuffle: true },
    // @actions/* 0.3 import JSON without an import attribute, which Node refuses (actions/languageservices#387).
    server: { deps: { inline: [/@actions\//] } },
  },
})
