// Which route answers a request: the most specific one.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
import type { Part } from './state.ts'

/** A route with what stands in the path for its parameters. */
export interface ChosenRoute {
  readonly route: Part
  readonly key: string
  readonly parameters: Readonly<Record<string, string>>
}

interface Match {
  readonly rank: readonly number[]
  readonly parameters: Readonly<Record<string, string>>
}

const matchPath = (template: string, path: string): Match | undefined => {
  const wanted = template.split('/').slice(1)
  const given = path.split('/').slice(1)
  const parameters: Record<string, string> = {}
  const rank: number[] = []
  for (const [at, part] of wanted.entries()) {
    const greedy = /^\{(\w+)\+\}$/.exec(part)?.[1]
    if (greedy) {
      if (at >= given.length || given[at] === '') return undefined
      parameters[greedy] = given.slice(at).map(decodeURIComponent).join('/')
      return { rank: [...rank, 2], parameters }
    }
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    const value = given[at]
    if (value === undefined || (name ? value === '' : value !== part)) return undefined
    if (name) parameters[name] = decodeURIComponent(value)
    rank.push(name ? 1 : 0)
  }
  return wanted.length === given.length ? { rank, parameters } : undefined
}

const compare = (one: readonly number[], other: readonly number[]): number => {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const difference = (one[at] ?? 3) - (other[at] ?? 3)
    if (difference !== 0) return difference
  }
  return 0
}

/** Chooses the route of a request: full matches, then greedy ones, then `$default`; a method before ANY. */
export const chooseRoute = (routes: readonly Part[], method: string, path: string): ChosenRoute | undefined => {
  const found = routes.flatMap((route) => {
    const key = String(route.given.RouteKey)
    const [wanted = '', template = ''] = key.split(' ')
    if (wanted !== method && wanted !== 'ANY') return []
    const match = matchPath(template, path)
    return match ? [{ route, key, parameters: match.parameters, rank: [...match.rank, wanted === 'ANY' ? 1 : 0] }] : []
  })
  const [best] = found.sort((one, other) => compare(one.rank, other.rank))
  if (best) return best
  const rest = routes.find(({ given }) => given.RouteKey === '$default')
  return rest && { route: rest, key: '$default', parameters: {} }
}
