// How a recorded resource looks from outside: what Ref gives and what Fn::GetAtt gives.
import type { Shape } from '../service.ts'

/** What a shape is made from. */
export interface About {
  readonly type: string
  readonly properties: Shape
  readonly account: string
  readonly region: string
  /** A physical name made from stack and logical id. */
  readonly name: (max?: number) => string
  /** That many random hexadecimal digits. */
  readonly hex: (digits: number) => string
}

/** The known shape of a type. */
export interface RecordedShape {
  readonly id: (about: About) => string
  readonly attributes?: (about: About, id: string) => Readonly<Record<string, unknown>>
}

/** A name that a property gives, or a physical one. */
export const named =
  (property: string, max?: number) =>
  ({ properties, name }: About): string =>
    String(properties[property] ?? name(max))
