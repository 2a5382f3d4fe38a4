// A template that stands alone: its parameters at their defaults, and what only the cloud knows as `${Name}`.
import { type ParseProblem, parseTemplate } from '#cfn/analysis/parse.ts'
import { resolve } from '#cfn/analysis/resolve.ts'
import { unappliedScope } from '#cfn/analysis/scope.ts'
import type { Template } from '#cfn/analysis/template.ts'
import { TemplateError } from '#cfn/analysis/template-error.ts'
import { type PlaceOf, placesIn } from './places.ts'
import type { Text } from './text.ts'

/** A template with what its values come to. */
export interface TemplateAlone extends Text {
  readonly template: Template
  readonly resolved: (value: unknown) => unknown
  readonly at: PlaceOf
}

const opaque = (name: string): string => `\${${name}}`

const pseudo = ['AccountId', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix']

/** Reads a template by itself, or says why it is none. */
export const readAlone = (file: Text): TemplateAlone | readonly ParseProblem[] => {
  const parsed = parseTemplate(file.text)
  if (!parsed.template) return parsed.problems
  const { template } = parsed
  if (typeof template.Resources !== 'object' || template.Resources === null)
    return [{ line: 1, column: 1, message: 'a template has Resources' }]
  const scope = unappliedScope(template, {
    parameters: Object.fromEntries(
      Object.entries(template.Parameters ?? {}).map(([name, each]) => {
        const given = each?.Default
        return [name, given === undefined || given === '' || /^AWS::SSM/.test(each.Type) ? opaque(name) : given]
      }),
    ),
    pseudo: Object.fromEntries(pseudo.map((name) => [`AWS::${name}`, opaque(`AWS::${name}`)])),
    reference: (logicalId, attribute) => opaque(attribute ? `${logicalId}.${attribute}` : logicalId),
    exported: (name) => opaque(`import ${name.replaceAll(/[${}]/g, '')}`),
    zones: (region) => [opaque(`zone of ${region.replaceAll(/[${}]/g, '')}`)],
  })
  const resolved = (value: unknown): unknown => {
    try {
      return resolve(value, scope)
    } catch (error) {
      // What cannot be resolved is a finding of its own.
      if (error instanceof TemplateError) return undefined
      throw error
    }
  }
  return { ...file, template, resolved, at: placesIn(file) }
}
