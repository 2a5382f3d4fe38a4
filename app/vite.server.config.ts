import { defineConfig } from 'vite'

/**
 * The server in `dist/server`, its dependencies with it: the image needs no node_modules, and the process starts in a
 * fraction of the time that finding their files takes. The AWS SDK is a file of its own, loaded where there is a user pool.
 */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['pg-native'] },
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: { input: { main: 'server/main.ts', migrate: 'server/migrate.ts', probe: 'server/probe.ts' } },
  },
})
