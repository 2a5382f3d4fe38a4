import { createServer, createServerModuleRunner } from 'vite'

// Node 20 does not run TypeScript; Vite, which is here anyway, does. The runner stays: some modules are loaded later.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const { environments } = await createServer({
  configFile: false,
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, ws: false, watch: null },
})
const runner = createServerModuleRunner(environments.ssr, { hmr: false })
const [name = 'main'] = process.argv.slice(2)
const { main } = await runner.import(new URL(`${name}.ts`, import.meta.url).pathname)
await main()
