// A picture before it is laid out: cards in groups, and arrows between cards. Both printers read this.

/** What a card stands for; the colour of its edge. */
export type CardKind = 'person' | 'traffic' | 'compute' | 'data' | 'network' | 'delivery' | 'access' | 'watching'

/** One box: a name, and one line about it. */
export interface Card {
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly kind: CardKind
  /** Belongs to another stack, or to nobody here. */
  readonly outside: boolean
  readonly group?: string
}

/** A frame around cards or other groups. */
export interface Group {
  readonly id: string
  readonly title: string
  readonly parent?: string
}

/** An arrow, in the direction of the request or the need. */
export interface Arrow {
  readonly from: string
  readonly to: string
  readonly says: string
  /** Only puts one card behind the other; it is not drawn. */
  readonly hidden?: true
}

/** A whole picture. */
export interface Picture {
  /** The name of its files. */
  readonly name: string
  readonly title: string
  readonly about: string
  readonly cards: readonly Card[]
  readonly groups: readonly Group[]
  readonly arrows: readonly Arrow[]
}
