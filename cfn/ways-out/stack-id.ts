import type { Layers, ServiceExports, SiteExports } from '../stacks/layers.ts'

type Single = Omit<Layers, 'services' | 'sites' | 'functions'>

type ExportsOf<L> = L extends { readonly exports: infer E } ? E : never

/** Each layer's id with what it exports. */
export type LayerExports = { readonly [K in keyof Single as Kebab<K>]-?: ExportsOf<NonNullable<Single[K]>> } & {
  readonly [service: `service-${string}`]: ServiceExports
  readonly [site: `site-${string}`]: SiteExports
}

// Layers are named in camel case where they are properties, in kebab case where they are stacks.
type Kebab<K extends string> = K extends 'httpApi' ? 'http-api' : K

/** The id of a stack of ours. */
export type StackId = keyof LayerExports | `function-${string}` | 'cicd' | 'sync-role'
