import { parseTemplate } from '#cfn/analysis/parse.ts'
import { conditionsIn, referencesIn } from '#cfn/analysis/references.ts'
import { isRecord, type Template } from '#cfn/analysis/template.ts'
import type { File } from '#model'

interface Read {
  readonly path: string
  readonly template: Template
}

interface Entry {
  readonly templatePath: string
  readonly name: string
  readonly needs: readonly string[]
  readonly uploads: readonly { readonly path: string }[]
}

const importsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(importsIn)
  if (!isRecord(value)) return []
  const own = 'Fn::ImportValue' in value ? [String(value['Fn::ImportValue'])] : []
  return [...own, ...Object.values(value).flatMap(importsIn)]
}

const exportsOf = ({ template }: Read, stack: string): readonly string[] =>
  Object.values(template.Outputs ?? {}).flatMap(({ Export }) => {
    const name = Export?.Name
    if (typeof name === 'string') return [name]
    return isRecord(name) ? [String(name['Fn::Sub']).replace('${AWS::StackName}', stack)] : []
  })

const within = ({ path, template }: Read): readonly string[] => {
  const known = new Set(Object.keys({ ...template.Resources, ...template.Parameters }))
  const references = referencesIn([template.Resources, template.Outputs, template.Conditions])
    .filter(({ name }) => !name.startsWith('AWS::') && !known.has(name))
    .map(({ name }) => `${path}: no ${name} to refer to`)
  const declared = template.Conditions ?? {}
  const gates = [...Object.values(template.Resources), ...Object.values(template.Outputs ?? {})].flatMap(
    ({ Condition }) => Condition ?? [],
  )
  const conditions = [...gates, ...conditionsIn([template.Resources, template.Outputs])]
    .filter((name) => !(name in declared))
    .map((name) => `${path}: no condition ${name}`)
  const waits = Object.values(template.Resources)
    .flatMap(({ DependsOn }) => DependsOn ?? [])
    .filter((name) => !(name in template.Resources))
    .map((name) => `${path}: no ${name} to wait for`)
  return [...references, ...conditions, ...waits]
}

// The stacks of an environment in the order of their deployment: each may import what those before it export, and
// whatever it imports must come from a stack that it says it needs.
const across = (templates: ReadonlyMap<string, Read>, entries: readonly Entry[]): readonly string[] => {
  const exported = new Map<string, readonly string[]>()
  return entries.flatMap(({ templatePath, name, needs, uploads }) => {
    const read = templates.get(templatePath)
    if (!read) return [`${templatePath}: is in the manifest but was not generated`]
    const given = new Set(needs.flatMap((needed) => exported.get(needed) ?? []))
    const nested = uploads.flatMap(({ path }) => templates.get(path)?.template ?? [])
    const missing = [...new Set([read.template, ...nested].flatMap(importsIn))].filter((each) => !given.has(each))
    exported.set(name, exportsOf(read, name))
    return missing.map((each) => `${templatePath}: imports ${each}, which nothing it needs exports`)
  })
}

/** Every reference of generated templates that points at nothing, as sentences. */
export const unresolved = (files: readonly File[]): readonly string[] => {
  const templates = new Map<string, Read>()
  for (const { path, text } of files) {
    if (!/^cfn\/out\/.*\.ya?ml$/.test(path)) continue
    const { template } = parseTemplate(text)
    if (template) templates.set(path, { path, template })
    else return [`${path}: is no template`]
  }
  const manifests = files
    .filter(({ path }) => /^pipelines\/out\/[^/.]+\.json$/.test(path))
    .map(({ text }): { readonly stacks: readonly Entry[] } => JSON.parse(text))
  return [...[...templates.values()].flatMap(within), ...manifests.flatMap(({ stacks }) => across(templates, stacks))]
}
