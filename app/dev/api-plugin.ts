import { resolve } from 'node:path'
import type { Logger } from 'pino'
import { createServerModuleRunner, type Plugin } from 'vite'
import type { Config } from '../server/config.ts'
import type { connect } from '../server/connect.ts'
import type { createApp } from '../server/create-app.ts'

type Modules = { readonly connect: typeof connect; readonly createApp: typeof createApp }
type Serving = Modules & {
  readonly app: Promise<ReturnType<typeof createApp>>
  end(): Promise<void>
}

/**
 * Serves the API from Vite's own server. The runner forgets the modules you edit, so the next request gets the new ones:
 * another API, and other connections where what connects has changed.
 */
export function apiPlugin(config: Config, log: Logger): Plugin {
  let current: Serving | undefined
  const serve = ({ connect, createApp }: Modules): Serving => {
    const connected = connect(config, log)
    return {
      connect,
      createApp,
      app: connected.then(({ deps }) => createApp(deps)),
      async end() {
        const { quiet, close } = await connected
        quiet()
        await close()
      },
    }
  }
  return {
    name: 'api',
    configureServer(server) {
      const runner = createServerModuleRunner(server.environments.ssr)
      const serving = async (): Promise<Serving> => {
        const { connect } = await runner.import<Modules>(resolve('server/connect.ts'))
        const { createApp } = await runner.import<Modules>(resolve('server/create-app.ts'))
        if (current?.connect === connect && current.createApp === createApp) return current
        const before = current
        current = serve({ connect, createApp })
        before?.end().catch((error: unknown) => log.error(error))
        return current
      }
      server.middlewares.use((request, response, next) => {
        if (!request.url?.startsWith('/api/')) return next()
        serving()
          .then(({ app }) => app)
          .then((app) => app(request, response))
          .catch(next)
      })
    },
    async closeBundle() {
      await current?.end()
    },
  }
}
