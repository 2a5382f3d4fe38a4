import { runnerImport } from 'vite'

// Node 20 does not run TypeScript; Vite, which is here anyway, does.
const { module } = await runnerImport(new URL('build-all.ts', import.meta.url).pathname)
await module.main(process.argv.slice(2))
