// Where names lead that only AWS's DNS would know: load balancers and distributions listen on ports of 127.0.0.1.
import type { Route } from './server/route.ts'

/** Finds the local URL of a host name and port; undefined for any other name. */
export type FindHost = (host: string, port: number) => string | undefined

/** A text in which the addresses of hosts that are local lead to where those listen. */
export const withLocalUrls = (text: string, find: FindHost): string =>
  text.replace(
    /\b(https?):\/\/([a-z0-9.-]+)(?::(\d+))?/g,
    (all, scheme: string, host: string, port?: string) =>
      find(host, Number(port ?? (scheme === 'https' ? 443 : 80))) ?? all,
  )

/** The path below which the endpoint answers where a host is: `GET /_local/hosts/<host>/<port>`. Not of AWS. */
export const hostsPrefix = '/_local/hosts/'

/** That route. The answer is the URL as text, or 404. */
export const hostsRoute = (find: FindHost): Route => ({
  prefix: hostsPrefix,
  handle: async (request, response) => {
    const [host = '', port = ''] = (request.url ?? '').slice(hostsPrefix.length).split('/').map(decodeURIComponent)
    const url = find(host, Number(port))
    response.writeHead(url ? 200 : 404, { 'content-type': 'text/plain' })
    response.end(url ?? `${host} is no host of the local AWS\n`)
  },
})
