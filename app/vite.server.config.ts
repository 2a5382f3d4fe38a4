import { defineConfig } from 'vite'

/** The server: its own sources in `dist/server`, its dependencies left in node_modules. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: { input: { main: 'server/main.ts', migrate: 'server/migrate.ts', probe: 'server/probe.ts' } },
  },
})
