// What a delivery says that Launchway has no word for: resources of one's own, changed properties, whole stacks. Each is
// marked in the template it touches, so a preview shows where it comes from.
import type { Environment } from './environment.ts'
import { placed } from './place.ts'
import type { Exports, ResourceBody, StackBody } from './stack.ts'

/** A resource more in a stack of ours. */
export interface Extra {
  readonly kind: 'extra'
  readonly stack: string
  readonly logicalId: string
  readonly body: ResourceBody
  readonly environments: readonly Environment[]
}

/** Properties of a resource of ours that read otherwise. A function gets what the property was. */
export interface Alteration {
  readonly kind: 'alteration'
  readonly stack: string
  readonly logicalId: string
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly environments: readonly Environment[]
}

/** Where an own stack is built: its environment and the name that its own resources may begin with. */
export interface OwnPlace {
  readonly environment: Environment
  readonly prefix: string
}

/** A stack of one's own, after those it needs. */
export interface OwnStack {
  readonly kind: 'own-stack'
  readonly id: string
  readonly needs: readonly string[]
  readonly build: (imports: Readonly<Record<string, Exports>>, place: OwnPlace) => StackBody<Exports>
  readonly environments: readonly Environment[]
}

/** Any of them. No environments means all. */
export type WayOut = Extra | Alteration | OwnStack

/** True where a way out is meant for an environment. */
export const isFor = (way: WayOut, environment: Environment): boolean =>
  way.environments.length === 0 || way.environments.includes(environment)

/** Remembers the line of a way out. For `cfn/ways-out/`, which knows the types. */
export const wayOut = <W extends WayOut>(way: W, maker: (...given: never[]) => unknown): W => placed(way, maker)
