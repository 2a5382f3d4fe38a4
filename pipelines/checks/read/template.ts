import { parseTemplate } from '#cfn/analysis/parse.ts'
import { resolve } from '#cfn/analysis/resolve.ts'
import { pseudoParameters, unappliedScope } from '#cfn/analysis/scope.ts'
import type { Template, TemplateParameter } from '#cfn/analysis/template.ts'
import { TemplateError } from '#cfn/analysis/template-error.ts'
import type { CommittedManifest, CommittedStack } from '../../manifest.ts'
import { keepLast } from './keep.ts'
import { oncePer } from './once.ts'
import { type PlaceOf, placesIn } from './places.ts'
import type { Text } from './text.ts'

/** Where a template belongs: the manifest of its environment, and the stack that it is or is nested in. */
export interface Belongs {
  readonly manifest: CommittedManifest
  readonly stack: CommittedStack
  readonly nested: boolean
}

/** A template with what its values come to as far as files tell. */
export interface ReadTemplate extends Text, Belongs {
  readonly template: Template
  /** A value with its intrinsics evaluated. What only the cloud knows reads `<Service.Name>` or `<import x>`. */
  readonly resolved: (value: unknown) => unknown
  /** What it exports under which name. */
  readonly exports: readonly { readonly name: string; readonly value: unknown }[]
  readonly at: PlaceOf
}

const parameterText = (
  name: string,
  definition: TemplateParameter,
  given: Readonly<Record<string, string>>,
): unknown =>
  definition.Type.startsWith('AWS::SSM::') ? `<${name}>` : (given[name] ?? definition.Default ?? `<${name}>`)

const parsedTemplate = keepLast(64, ({ text }) => parseTemplate(text))

type Unread = { readonly line: number; readonly says: string }

/** Reads a template; what is wrong with its text, when it is none. As long as neither changes it is the same object. */
export const readTemplate = (file: Text, belongs: Belongs): ReadTemplate | Unread => readingOf(belongs)(file)

const readingOf = oncePer((belongs: Belongs) => keepLast(1, (file) => read(file, belongs)))

const read = (file: Text, belongs: Belongs): ReadTemplate | Unread => {
  const parsed = parsedTemplate(file)
  if (!parsed.template) return { line: parsed.problems[0]?.line ?? 1, says: parsed.problems[0]?.message ?? 'is empty' }
  const { template } = parsed
  if (typeof template.Resources !== 'object' || template.Resources === null)
    return { line: 1, says: 'has no Resources' }
  const broken = Object.keys(template.Resources).find((id) => typeof template.Resources[id]?.Type !== 'string')
  if (broken !== undefined) return { line: 1, says: `"${broken}" has no Type` }
  const { manifest, stack } = belongs
  const scope = unappliedScope(template, {
    parameters: Object.fromEntries(
      Object.entries(template.Parameters ?? {}).map(([name, each]) => [
        name,
        parameterText(name, each, stack.parameters),
      ]),
    ),
    pseudo: pseudoParameters({
      account: manifest.account,
      region: manifest.region,
      stackName: stack.name,
      stackId: `<${stack.name}>`,
    }),
    reference: (logicalId, attribute) => `<${attribute ? `${logicalId}.${attribute}` : logicalId}>`,
    exported: (name) => `<import ${name}>`,
  })
  const evaluated = (value: unknown): unknown => {
    try {
      return resolve(value, scope)
    } catch (error) {
      // A reference that leads nowhere is a finding of its own.
      if (error instanceof TemplateError) return undefined
      throw error
    }
  }
  const valueOnce = oncePer<object, unknown>(evaluated)
  const resolved = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? valueOnce(value) : evaluated(value)
  const exports = Object.values(template.Outputs ?? {}).flatMap((output) => {
    const name = resolved(output?.Export?.Name)
    return typeof name === 'string' ? [{ name, value: output.Value }] : []
  })
  return { ...file, ...belongs, template, resolved, exports, at: placesIn(file) }
}
