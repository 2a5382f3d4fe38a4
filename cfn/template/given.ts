// What may stand where a template wants a value: the plain thing, a value of the right kind, or a choice of the two.
import type { Kind, Value } from '#model/value.ts'

declare const arm: unique symbol

/** A choice that a condition makes when the stack is deployed. */
export interface If<out X> {
  readonly [arm]: () => X
}

/** Something given now, or chosen by a condition later. */
export type Or<X> = X | If<X>

/** The kinds whose value is one text; `texts` and `subnet-ids` are lists. */
export type Scalar = Exclude<Kind, 'texts' | 'subnet-ids' | 'number'>

/** A text, or any value that is one. */
export type Text = Or<string | Value<Scalar>>

/** A number, or a value that is one. */
export type Num = Or<number | Value<'number' | 'database-port'>>

/** True or false, now or by a condition. */
export type Bool = Or<boolean>

/** One of a few words, or a text that is known later: a parameter with the same allowed values. */
export type Word<W extends string> = Or<W | Value<'text'>>

/** A value of one kind only: what a VPC id's place takes. */
export type Of<K extends Kind> = Or<Value<K>>

/** A list of something. */
export type Many<X> = Or<readonly Or<X>[]>

/** A list of texts, or a value that is such a list. */
export type Texts = Or<readonly Text[] | Value<'texts'>>

/** Anything JSON can say, with values inside. */
export type Json =
  | string
  | number
  | boolean
  | Value
  | If<unknown>
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/** A tag as most resources take it. */
export interface Tag {
  readonly Key: Text
  readonly Value: Text
}
