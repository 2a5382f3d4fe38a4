import { defineConfig } from 'vitest/config'

// What is started once before the tests that need it, by the name of its file in test/setup/.
const starting = (...names: readonly string[]) => names.map((name) => `test/setup/${name}.ts`)

/** All tests: on a real PostgreSQL and, for the page, a real Chromium. Those of a release need neither page nor build. */
export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'release' ? ['test/{server,db,messages}/**/*.test.ts'] : ['test/**/*.test.ts'],
    globalSetup: mode === 'release' ? starting('postgres') : starting('scratch', 'postgres', 'browser', 'functions'),
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
}))
