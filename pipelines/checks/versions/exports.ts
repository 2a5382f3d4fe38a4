// CloudFormation refuses to remove or change an export that another stack imports.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
import { same } from '#cfn/analysis/differences.ts'
import type { Finding } from '#model'
import type { TemplateAlone } from '../read/alone.ts'
import { recordsIn } from '../read/walk.ts'
import type { TwoVersions } from './version.ts'

interface Exported {
  readonly name: string
  readonly value: unknown
  readonly output: string
  readonly template: TemplateAlone
}

const exportsOf = (templates: readonly TemplateAlone[]): readonly Exported[] =>
  templates.flatMap((template) =>
    Object.entries(template.template.Outputs ?? {}).flatMap(([output, each]) => {
      const name = template.resolved(each?.Export?.Name)
      return typeof name === 'string' ? [{ name, output, template, value: template.resolved(each.Value) }] : []
    }),
  )

interface Imported {
  readonly name: string
  readonly template: TemplateAlone
}

const importsOf = (templates: readonly TemplateAlone[]): readonly Imported[] =>
  templates.flatMap((template) =>
    recordsIn([template.template.Resources, template.template.Outputs, template.template.Conditions]).flatMap(
      ({ value }) => {
        const name = 'Fn::ImportValue' in value ? template.resolved(value['Fn::ImportValue']) : undefined
        return typeof name === 'string' ? [{ name, template }] : []
      },
    ),
  )

// The name of a stack stands in many names and in no template: what follows it must be the same.
const isSame = (one: string, other: string): boolean => {
  if (one === other) return true
  const [end = '', otherEnd = ''] = [one, other].map((name) => name.slice(name.lastIndexOf('}') + 1))
  if (!one.includes('${') && !other.includes('${')) return false
  const shorter = end.length < otherEnd.length ? end : otherEnd
  return shorter.length > 1 && end.endsWith(shorter) && otherEnd.endsWith(shorter)
}

const place = (template: TemplateAlone, ...keys: readonly string[]) => template.at(...keys)

/** Exports that are gone or have another value, while another stack imports them. */
export const checkExports = ({ before, after }: TwoVersions): readonly Finding[] => {
  const now = exportsOf(after)
  const had = importsOf(before)
  const wanted = importsOf(after)
  return exportsOf(before).flatMap((each): readonly Finding[] => {
    const users = [...new Set(had.filter(({ name }) => isSame(name, each.name)).map(({ template }) => template.path))]
    if (users.length === 0) return []
    const still = [
      ...new Set(wanted.filter(({ name }) => isSame(name, each.name)).map(({ template }) => template.path)),
    ]
    const kept = now.find(({ name, template }) => name === each.name && template.path === each.template.path)
    const owner = after.find(({ path }) => path === each.template.path)
    const at = owner ? place(owner, 'Outputs', each.output) : { file: each.template.path }
    if (!kept)
      return [
        {
          code: 'export-removed',
          severity: still.length > 0 ? 'error' : 'warning',
          at,
          says: `export "${each.name}" is gone, and ${(still.length > 0 ? still : users).join(', ')} ${still.length > 0 ? 'imports' : 'imported'} it`,
          fix:
            still.length > 0
              ? `keep the export; first deploy ${still.join(', ')} without the import, then ${each.template.path} without the export`
              : `deploy in two steps: first ${users.join(', ')}, which no longer imports it, then ${each.template.path}`,
        },
      ]
    if (same(kept.value, each.value)) return []
    return [
      {
        code: 'export-changed',
        severity: 'error',
        at: place(kept.template, 'Outputs', kept.output, 'Value'),
        says: `export "${each.name}" changes its value while ${users.join(', ')} imports it`,
        fix: `deploy in steps: export the new value under another name, import that in ${users.join(', ')}, then remove "${each.name}"`,
      },
    ]
  })
}
