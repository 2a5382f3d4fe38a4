import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Names the release in the page, so that a visitor, or a deployment, can tell which one is served. */
const releaseMeta = (release: string): Plugin => ({
  name: 'release-meta',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'release', content: release }, injectTo: 'head' }],
})

/** The page: a static site in `dist/client` that calls the API at its own origin. */
export default defineConfig({
  root: 'client',
  plugins: [react(), releaseMeta(process.env.VITE_RELEASE ?? 'development')],
  build: { outDir: '../dist/client', emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
})
