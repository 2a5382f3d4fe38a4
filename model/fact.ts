import type { Bucket } from './bucket.ts'
import type { Identity } from './identity.ts'
import type { Service } from './service.ts'
import type { Site } from './site.ts'
import type { Postgres, Secret, Table, Use } from './store.ts'

/**
 * Something a build or a container must be told when it runs: known to the stack that makes it, imported by the stack
 * that says it. Builds and services name facts; `cfn/stacks/` turns each into an import.
 */
export type Fact =
  | { readonly is: 'repository-uri' | 'repository-name' | 'image-parameter'; readonly of: Service }
  | { readonly is: 'cluster-name' | 'service-name' | 'load-balancer-dns'; readonly of: Service }
  | { readonly is: 'host' | 'port' | 'name' | 'username' | 'password'; readonly of: Postgres }
  | { readonly is: 'name'; readonly of: Table | Bucket }
  | { readonly is: 'url'; readonly of: Bucket }
  | { readonly is: 'pool-id' | 'client-id'; readonly of: Identity }
  | { readonly is: 'value'; readonly of: Secret }
  | { readonly is: 'bucket-name' | 'distribution-id'; readonly of: Site }
  | { readonly is: 'artifact-bucket' }
  | { readonly is: 'text'; readonly text: string }

/** Environment variables whose values are facts. Secret facts (`username`, `password`, `value`) are never printed as text. */
export type Facts = Readonly<Record<string, Fact>>

/** True for a fact that must reach its reader through Secrets Manager, never as plain text. */
export const isSecretFact = (fact: Fact): boolean =>
  fact.is === 'username' || fact.is === 'password' || fact.is === 'value'

const upper = (text: string): string => text.toUpperCase().replace(/-/g, '_')

/**
 * What a service or a function finds in its environment, from what it uses: libpq's own names for PostgreSQL, the
 * table's name as `<TABLE>_TABLE`, the bucket's as `<BUCKET>_BUCKET`, where it is served as `<BUCKET>_URL`, an identity as `<IDENTITY>_POOL_ID` and
 * `<IDENTITY>_CLIENT_ID`, a secret under its own name.
 * Beside them stand its own variables, and of each service that it calls the address as `<SERVICE>_URL`.
 * https://www.postgresql.org/docs/current/libpq-envars.html
 */
export const factsOf = ({ uses, calls = [], variables = {} }: FactsGiven): Facts => ({
  ...Object.fromEntries(usedFacts(uses)),
  ...Object.fromEntries(
    calls.map((each) => [
      `${upper(each.name)}_URL`,
      { is: 'text', text: `http://${each.container.name}:${each.container.port}` } as const,
    ]),
  ),
  ...Object.fromEntries(Object.entries(variables).map(([key, text]) => [key, { is: 'text', text } as const])),
})

interface FactsGiven {
  readonly uses: readonly Use[]
  readonly calls?: readonly Service[]
  readonly variables?: Readonly<Record<string, string>>
}

/** The uses as the owner of the databases makes them: with its password, whoever the program signs in as. */
export const asOwner = (uses: readonly Use[]): readonly Use[] =>
  uses.map((use) => (use.may === 'connect' ? { may: 'connect', to: use.to } : use))

// Who signs in with a token makes it from its own role; only a name is told.
const signInFacts = (use: Extract<Use, { may: 'connect' }>): readonly [string, Fact][] =>
  use.as === undefined
    ? [
        ['PGUSER', { is: 'username', of: use.to }],
        ['PGPASSWORD', { is: 'password', of: use.to }],
      ]
    : [['PGUSER', { is: 'text', text: use.as }]]

const usedFacts = (uses: readonly Use[]): readonly [string, Fact][] =>
  uses.flatMap((use): [string, Fact][] => {
    if (use.may === 'connect')
      return [
        ['PGHOST', { is: 'host', of: use.to }],
        ['PGPORT', { is: 'port', of: use.to }],
        ['PGDATABASE', { is: 'name', of: use.to }],
        ...signInFacts(use),
        ['PGSSLMODE', { is: 'text', text: 'require' }],
      ]
    if (use.to.kind === 'table') return [[`${upper(use.to.name)}_TABLE`, { is: 'name', of: use.to }]]
    if (use.may === 'show') return [[`${upper(use.to.name)}_URL`, { is: 'url', of: use.to }]]
    if (use.to.kind === 'bucket') return [[`${upper(use.to.name)}_BUCKET`, { is: 'name', of: use.to }]]
    if (use.to.kind === 'identity')
      return [
        [`${upper(use.to.name)}_POOL_ID`, { is: 'pool-id', of: use.to }],
        [`${upper(use.to.name)}_CLIENT_ID`, { is: 'client-id', of: use.to }],
      ]
    return [[upper(use.to.name), { is: 'value', of: use.to }]]
  })
