// The app's bench: what is measured is a bundle, as in production. node bench/start.js [--help]
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

// The SDK's notice about Node 20 is no figure.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const root = fileURLToPath(new URL('..', import.meta.url))
const outDir = join(root, 'dist', 'bench')
process.chdir(root)
await build({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['pg-native'] },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: {
      input: Object.fromEntries(['main', 'served', 'bare', 'load'].map((name) => [name, `bench/${name}.ts`])),
    },
  },
})
const { main } = await import(pathToFileURL(join(outDir, 'main.js')).href)
await main(process.argv.slice(2))
