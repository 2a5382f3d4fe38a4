// A template as plain JSON: what a template file says once its YAML short forms are written out.

/** One resource of a template, before anything in it is resolved. */
export interface TemplateResource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly Condition?: string
  readonly DependsOn?: string | readonly string[]
  readonly DeletionPolicy?: unknown
  readonly UpdateReplacePolicy?: unknown
  readonly UpdatePolicy?: unknown
  readonly CreationPolicy?: unknown
  readonly Metadata?: unknown
}

/** The definition of a template parameter. */
export interface TemplateParameter {
  readonly Type: string
  readonly Default?: unknown
  readonly Description?: string
  readonly NoEcho?: boolean | string
  readonly AllowedValues?: readonly unknown[]
  readonly AllowedPattern?: string
  readonly MinLength?: number | string
  readonly MaxLength?: number | string
  readonly MinValue?: number | string
  readonly MaxValue?: number | string
  readonly ConstraintDescription?: string
}

/** An output of a template, exported to the region when it has an export name. */
export interface TemplateOutput {
  readonly Value: unknown
  readonly Description?: string
  readonly Condition?: string
  readonly Export?: { readonly Name: unknown }
}

/** A whole CloudFormation template in the long JSON form. */
export interface Template {
  readonly AWSTemplateFormatVersion?: string
  readonly Description?: string
  readonly Metadata?: unknown
  readonly Transform?: string | readonly unknown[]
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>
  readonly Conditions?: Readonly<Record<string, unknown>>
  readonly Rules?: Readonly<Record<string, unknown>>
  readonly Resources: Readonly<Record<string, TemplateResource>>
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>
}

/** True for a JSON object, as opposed to a list, a scalar or nothing. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
