import { defineConfig } from 'vitest/config'

/** The tests run on a real PostgreSQL and, for the page, a real Chromium; both are started once. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['scratch', 'postgres', 'browser', 'functions'].map((name) => `test/setup/${name}.ts`),
    reporters: ['default', ['junit', { outputFile: 'reports/junit.xml' }]],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The SDK's notice about Node 20 says nothing about the code under test.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    sequence: { shuffle: true },
  },
})
