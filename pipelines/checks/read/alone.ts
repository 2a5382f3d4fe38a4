// A template that stands alone: its parameters at their defaults, and what only the cloud knows as `${Name}`.
import { keysOf, withLoopsWritten } from '#cfn/analysis/for-each.ts'
import { valueOfText } from '#cfn/analysis/parameters.ts'
import { type ParseProblem, parseTemplate } from '#cfn/analysis/parse.ts'
import { resolve } from '#cfn/analysis/resolve.ts'
import { unappliedScope } from '#cfn/analysis/scope.ts'
import type { Template } from '#cfn/analysis/template.ts'
import { TemplateError } from '#cfn/analysis/template-error.ts'
import { type PlaceOf, placesIn } from './places.ts'
import type { Text } from './text.ts'

/** A template with what its values come to. */
export interface TemplateAlone extends Text {
  /** The template with its loops written out. */
  readonly template: Template
  /** The template as the file has it. */
  readonly source: Template
  /** What is wrong with its loops. */
  readonly loopProblems: readonly string[]
  /** False when a macro, or a loop over a list that only deploying tells, may add to it. */
  readonly whole: boolean
  readonly resolved: (value: unknown) => unknown
  readonly at: PlaceOf
}

const opaque = (name: string): string => `\${${name}}`

const pseudo = ['AccountId', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix']

/** Reads a template by itself, or says why it is none. */
export const readAlone = (file: Text): TemplateAlone | readonly ParseProblem[] => {
  const parsed = parseTemplate(file.text)
  if (!parsed.template) return parsed.problems
  const source = parsed.template
  if (typeof source.Resources !== 'object' || source.Resources === null)
    return [{ line: 1, column: 1, message: 'a template has Resources' }]
  const asRead = unappliedScope(source, {
    parameters: Object.fromEntries(
      Object.entries(source.Parameters ?? {}).map(([name, each]) => {
        const { Default: given, Type } = each ?? {}
        const isKnown = given !== undefined && given !== '' && !/^AWS::SSM/.test(String(Type))
        return [name, isKnown ? valueOfText(String(Type), String(given)) : opaque(name)]
      }),
    ),
    pseudo: Object.fromEntries(pseudo.map((name) => [`AWS::${name}`, opaque(`AWS::${name}`)])),
    reference: (logicalId, attribute) => opaque(attribute ? `${logicalId}.${attribute}` : logicalId),
    exported: (name) => opaque(`import ${name.replaceAll(/[${}]/g, '')}`),
    zones: (region) => [opaque(`zone of ${region.replaceAll(/[${}]/g, '')}`)],
  })
  const { template, problems, unknown } = withLoopsWritten(asRead)
  const scope = { ...asRead, template }
  const resolved = (value: unknown): unknown => {
    try {
      return resolve(value, scope)
    } catch (error) {
      // What cannot be resolved is a finding of its own.
      if (error instanceof TemplateError) return undefined
      throw error
    }
  }
  const placeOf = placesIn(file)
  const macros = [source.Transform ?? []].flat().filter((name) => name !== 'AWS::LanguageExtensions')
  return {
    ...file,
    template,
    source,
    loopProblems: problems,
    whole: macros.length === 0 && unknown.length === 0,
    resolved,
    at: (section, entry, ...keys) =>
      entry === undefined ? placeOf(section) : placeOf(...keysOf(asRead, section, entry), ...keys),
  }
}
