/** One thing that a configuration can say: a function it calls, an option of it, or a part of that. */
export interface Entry {
  /** `service`, `service.scale`, `service.scale.min`. */
  readonly path: string
  readonly about: string
  readonly type: string
  readonly required?: boolean
  /** What it is when it is left out, as the sources say it. */
  readonly default?: string
  /** The functions that make such a value. */
  readonly makers?: readonly string[]
  /** The resource types and files that it ends up in. */
  readonly emits?: readonly string[]
  readonly examples?: readonly string[]
}

/** The whole vocabulary, as scripts/generate/vocabulary.ts writes it. */
export interface Vocabulary {
  readonly from: string
  readonly entries: readonly Entry[]
}
