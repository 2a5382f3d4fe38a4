/** A client of the SDK, as far as its calls can be looked at. */
interface Client {
  readonly middlewareStack: { readonly add: (middleware: never, options: never) => void }
}

type Call = (given: unknown) => Promise<unknown>

/** The name of the error when nothing listens at an endpoint that a person named. */
export const unreachable = 'EndpointUnreachable'

const refused = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'

// The SDK takes a refused connection for a passing fault and asks again for seconds. What the SDK does not know, it does
// not retry: neither the code nor the cause stays.
const looked =
  (next: Call): Call =>
  async (given) => {
    try {
      return await next(given)
    } catch (error) {
      if (!refused(error)) throw error
      throw Object.assign(new Error(error.message || 'connect ECONNREFUSED'), { name: unreachable })
    }
  }

/** Lets a client of an endpoint that a person named say at once that nothing is there; throttling is still waited out. */
export const sayingUnreachable = <C extends Client>(client: C, endpoint: unknown): C => {
  if (endpoint !== undefined)
    client.middlewareStack.add(
      looked as never,
      { step: 'finalizeRequest', priority: 'low', name: unreachable } as never,
    )
  return client
}
