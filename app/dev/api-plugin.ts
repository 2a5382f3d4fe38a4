import { resolve } from 'node:path'
import { createServerModuleRunner, type Plugin } from 'vite'
import type { createApp } from '../server/create-app.ts'

/** Serves the API from Vite's own server. The runner forgets the modules you edit, so the next request gets the new ones. */
export const apiPlugin = (deps: Parameters<typeof createApp>[0]): Plugin => ({
  name: 'api',
  configureServer(server) {
    const runner = createServerModuleRunner(server.environments.ssr)
    const apps = new WeakMap<typeof createApp, ReturnType<typeof createApp>>()
    server.middlewares.use((request, response, next) => {
      if (!request.url?.startsWith('/api/')) return next()
      runner
        .import<{ createApp: typeof createApp }>(resolve('server/create-app.ts'))
        .then((module) => {
          const app = apps.get(module.createApp) ?? module.createApp(deps)
          apps.set(module.createApp, app)
          app(request, response)
        })
        .catch(next)
    })
  },
})
