import type { IncomingMessage } from 'node:http'
import type { Shape } from '../service.ts'
import type { Entrance } from './forwarded-headers.ts'

/**
 * Where a redirect action sends the client (API_RedirectActionConfig). When it leads to another listener of the same
 * load balancer, the local address of that listener takes the place of protocol, host and port.
 */
export const redirectLocation = (
  config: Shape,
  request: IncomingMessage,
  from: Entrance & { readonly localUrl: (port: number) => string | undefined },
): string => {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  const fill = (text: string) =>
    text
      .replaceAll('#{protocol}', from.protocol)
      .replaceAll('#{host}', host)
      .replaceAll('#{port}', String(from.port))
      .replaceAll('#{path}', path.replace(/^\//, ''))
      .replaceAll('#{query}', query)
  const protocol = fill(config.Protocol ?? '#{protocol}').toLowerCase()
  const port = Number(fill(String(config.Port ?? '#{port}')))
  const search = fill(config.Query ?? '#{query}')
  const rest = `${fill(config.Path ?? '/#{path}')}${search ? `?${search}` : ''}`
  const local = (config.Host ?? '#{host}') === '#{host}' ? from.localUrl(port) : undefined
  return local ? `${local}${rest}` : `${protocol}://${fill(config.Host ?? '#{host}')}:${port}${rest}`
}
