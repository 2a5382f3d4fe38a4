/** A request as curl's command line says it. https://curl.se/docs/manpage.html */
export interface CurlRequest {
  readonly url: URL
  readonly method: string
  readonly headers: readonly string[]
  readonly body?: string
  /** `HOST1:PORT1:HOST2:PORT2`; an empty part stands for any, or for the one there is. */
  readonly connectTo: readonly string[]
  readonly fails: boolean
  readonly silent: boolean
  readonly showsError: boolean
  readonly follows: boolean
  readonly maxSeconds: number
  readonly retries: number
  readonly retryDelay: number
  readonly retriesAll: boolean
  readonly output?: string
}

const long: Readonly<Record<string, string>> = {
  f: 'fail',
  s: 'silent',
  S: 'show-error',
  L: 'location',
  m: 'max-time',
  o: 'output',
  H: 'header',
  X: 'request',
  d: 'data',
}
const flags = new Set(['fail', 'silent', 'show-error', 'location', 'retry-all-errors', 'retry-connrefused'])
const valued = new Set(['max-time', 'output', 'header', 'request', 'data', 'retry', 'retry-delay', 'connect-to'])

// `-fsS` is three flags; `-m10` and `-m 10` are the same.
const spread = (word: string): readonly string[] => {
  if (word.startsWith('--') || !/^-[A-Za-z]/.test(word)) return [word]
  const at = [...word.slice(1)].findIndex((letter) => !flags.has(long[letter] ?? ''))
  const letters = [...word.slice(1, at < 0 ? undefined : at + 2)]
  const rest = at < 0 ? '' : word.slice(at + 2)
  return [...letters.map((letter) => `--${long[letter] ?? letter}`), ...(rest ? [rest] : [])]
}

/** The request of a command line; undefined when it says something that is not known here, or asks for several URLs. */
export const curlRequest = (words: readonly string[]): CurlRequest | undefined => {
  const given = new Map<string, string[]>()
  const urls: string[] = []
  const left = words.flatMap(spread)
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const name = word.replace(/^--/, '')
    if (!word.startsWith('-')) urls.push(word)
    else if (flags.has(name)) given.set(name, [])
    else if (valued.has(name)) given.set(name, [...(given.get(name) ?? []), left.shift() ?? ''])
    else return undefined
  }
  const [address = ''] = urls
  const full = /^https?:\/\//.test(address) ? address : `http://${address}`
  if (urls.length !== 1 || !URL.canParse(full)) return undefined
  const last = (name: string) => given.get(name)?.at(-1)
  const number = (name: string, otherwise: number) => Number(last(name) ?? otherwise)
  const body = last('data')
  const output = last('output')
  return {
    url: new URL(full),
    method: last('request') ?? (body === undefined ? 'GET' : 'POST'),
    headers: given.get('header') ?? [],
    ...(body !== undefined && { body }),
    connectTo: given.get('connect-to') ?? [],
    fails: given.has('fail'),
    silent: given.has('silent'),
    showsError: given.has('show-error'),
    follows: given.has('location'),
    maxSeconds: number('max-time', 300),
    retries: number('retry', 0),
    retryDelay: number('retry-delay', 1),
    retriesAll: given.has('retry-all-errors'),
    ...(output !== undefined && { output }),
  }
}
