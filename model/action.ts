import type { Expression } from './expression.ts'
import { kebab, type Name, name } from './name.ts'

/** One input of a custom action: what it is about, whether it must be given, what it may be. */
export interface Input<Given extends string = string, Required extends boolean = boolean> {
  readonly about: string
  readonly required: Required
  readonly choices?: readonly Given[]
  readonly default?: string
}

/** A text that must be given. */
export const text = (about: string): Input<string, true> => ({ about, required: true })

/** One of some words, which must be given. */
export const choice = <const C extends string>(about: string, choices: readonly C[]): Input<C, true> => ({
  about,
  required: true,
  choices,
})

/** The same input, but it may be left out; then it is the default, or an empty text. */
export const optional = <Given extends string>(
  input: Input<Given, boolean>,
  fallback?: Given,
): Input<Given, false> => ({ ...input, required: false, ...(fallback !== undefined && { default: fallback }) })

export type Inputs = Readonly<Record<string, Input>>

/** A custom GitHub Action of this repository: `action.yml`, its typed inputs and its typed `with:` all derive from it. */
export interface Action<I extends Inputs = Inputs, O extends string = string> {
  readonly kind: 'action'
  readonly name: Name<'action'>
  readonly about: string
  readonly inputs: I
  readonly outputs: Readonly<Record<O, string>>
  /** What a workflow's `uses:` says. */
  readonly path: Name<'path'>
}

/** What `with:` takes for an action: a wrong, missing or unknown input does not compile. */
export type With<I extends Inputs> = {
  readonly [K in keyof I as I[K]['required'] extends true ? K : never]: GivenOf<I[K]> | Expression
} & { readonly [K in keyof I as I[K]['required'] extends true ? never : K]?: GivenOf<I[K]> | Expression }

type GivenOf<T> = T extends Input<infer Given, boolean> ? Given : never

/** What the running action reads: every declared input as the text that it was given. */
export type Read<I extends Inputs> = { readonly [K in keyof I]: GivenOf<I[K]> | '' }

/** Declares a custom action. */
export const action = <const I extends Inputs, const O extends string = never>(
  id: string,
  given: { readonly about: string; readonly inputs: I; readonly outputs?: Readonly<Record<O, string>> },
): Action<I, O> =>
  Object.freeze({
    kind: 'action',
    name: name<'action'>(kebab(id)),
    about: given.about,
    inputs: given.inputs,
    outputs: given.outputs ?? ({} as Record<O, string>),
    path: name<'path'>(`./actions/${kebab(id)}`),
  })
