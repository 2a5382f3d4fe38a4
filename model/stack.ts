import type { Environment } from './environment.ts'
import { type Name, name, pascal } from './name.ts'
import { type Kind, type Value, value } from './value.ts'

/** A CloudFormation template as plain JSON, intrinsics in their long form. */
export interface TemplateBody {
  readonly AWSTemplateFormatVersion: '2010-09-09'
  readonly Description?: string
  readonly Metadata?: Readonly<Record<string, unknown>>
  readonly Parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly Mappings?: Readonly<Record<string, unknown>>
  readonly Conditions?: Readonly<Record<string, unknown>>
  readonly Rules?: Readonly<Record<string, unknown>>
  readonly Resources: Readonly<Record<string, ResourceBody>>
  readonly Outputs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** One resource of a template. */
export interface ResourceBody {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DependsOn?: string | readonly string[]
  readonly Condition?: string
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
  readonly Metadata?: Readonly<Record<string, unknown>>
}

/** What a stack gives to others, by the name they use for it. */
export type Exports = Readonly<Record<string, Value>>

/** Something that exists and is none of our stacks: only its values are known, and nothing deploys it. */
export interface Existing<E extends Exports = Exports> {
  readonly kind: 'existing'
  readonly id: Name<'stack'>
  readonly exports: E
}

/** What is there already under the name of a layer. */
export const existing = <const E extends Exports>(id: string, exports: E): Existing<E> =>
  Object.freeze({ kind: 'existing', id: name<'stack'>(id), exports })

/** A stack of ours or what stands in its place. */
export type Layer<E extends Exports = Exports> = Stack<E> | Existing<E>

/** Those of some layers that are stacks of ours. */
export const stacksAmong = (layers: readonly Layer[]): readonly Stack[] =>
  layers.filter((each): each is Stack => each.kind === 'stack')

/** The layers a stack takes values from. */
export type Needs = Readonly<Record<string, Layer>>

/** For each stack that is needed, its exports as values that import them. */
export type Imports<N extends Needs> = { readonly [S in keyof N]: N[S]['exports'] }

/** What `build` makes: the template, what it exports, and what the deployment must bring along. */
export interface StackBody<E extends Exports> {
  readonly template: TemplateBody
  readonly exports: E
  /** Values for parameters that have no default. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Nested templates, uploaded under their content's hash before the stack. */
  readonly nested?: readonly Nested[]
  /** Code of functions, packaged and uploaded before the stack. */
  readonly code?: readonly Code[]
}

/**
 * The code of a function: the files of a folder, packaged when the stack is deployed. The package lies below a prefix of
 * the artifact bucket under the hash of the files, and a parameter of the template takes its key.
 */
export interface Code {
  readonly folder: string
  /** The command that fills the folder, run in the repository's root before it is packaged. */
  readonly build?: string
  readonly prefix: string
  readonly parameter: string
}

/** A nested template: its folder-local name and its body. `key` is where the parent's TemplateURL expects it. */
export interface Nested {
  readonly id: string
  readonly template: TemplateBody
  readonly key: string
}

/** A CloudFormation stack of one environment. `exports` are import values: using one is needing the stack. */
export interface Stack<E extends Exports = Exports> {
  readonly kind: 'stack'
  /** The layer: `network`, `service-api`. */
  readonly id: Name<'stack'>
  /** The name in the account: `cruddur-production-network`. */
  readonly name: Name<'stack-name'>
  readonly environment: Environment
  readonly needs: readonly Stack[]
  readonly template: TemplateBody
  readonly parameters: Readonly<Record<string, string>>
  readonly nested: readonly Nested[]
  readonly code: readonly Code[]
  readonly exports: E
}

/**
 * A stack that takes what it imports as values, so an import without its export cannot be written, and the order of
 * deployment is the order of these arguments. Every export becomes an output named `<stack>-<export>`.
 */
export const stack = <const N extends Needs, const E extends Exports>(
  given: { readonly delivery: string; readonly environment: Environment; readonly id: string; readonly needs: N },
  build: (imports: Imports<N>) => StackBody<E>,
): Stack<E> => {
  const stackName = `${given.delivery}-${given.environment.name}-${given.id}`
  const imports = Object.fromEntries(Object.entries(given.needs).map(([key, needed]) => [key, needed.exports]))
  const body = build(imports as Imports<N>)
  const outputs = Object.fromEntries(
    Object.entries(body.exports).map(([key, exported]) => [
      pascal(key),
      { Value: exported, Export: { Name: { 'Fn::Sub': `\${AWS::StackName}-${key}` } } },
    ]),
  )
  const imported = Object.fromEntries(
    Object.keys(body.exports).map((key) => [key, value<Kind>({ 'Fn::ImportValue': `${stackName}-${key}` })]),
  )
  return Object.freeze({
    kind: 'stack',
    id: name<'stack'>(given.id),
    name: name<'stack-name'>(stackName),
    environment: given.environment,
    needs: stacksAmong(Object.values(given.needs)),
    template: {
      ...body.template,
      ...(Object.keys(outputs).length > 0 && { Outputs: { ...body.template.Outputs, ...outputs } }),
    },
    parameters: body.parameters ?? {},
    nested: body.nested ?? [],
    code: body.code ?? [],
    exports: imported as unknown as E,
  })
}

/** The stacks, each as `change` makes it, still needing one another: what a stack needs is restated before it. */
export const restated = (stacks: readonly Stack[], change: (stack: Stack) => Stack): readonly Stack[] => {
  const renewed = new Map<Stack, Stack>()
  for (const each of stacks) {
    const changed = change(each)
    renewed.set(
      each,
      Object.freeze({ ...changed, needs: changed.needs.map((needed) => renewed.get(needed) ?? needed) }),
    )
  }
  return [...renewed.values()]
}
