import { runnerImport } from 'vite'

// Node 20 does not run TypeScript; Vite, which is here anyway, does.
const { module } = await runnerImport(new URL('main.ts', import.meta.url).pathname)
process.exitCode = await module.main(process.argv.slice(2))
