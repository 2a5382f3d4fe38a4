import { error, type Findings, type GivenEntry, type GivenMap, type GivenText, warning } from './given.ts'
import { mapOf, text, texts, type ValueRule } from './shapes.ts'

const nameFindings = (name: string, at: GivenEntry['at']): Findings => {
  if (name.startsWith('CODEBUILD_'))
    return warning('variable-reserved', at, [
      `variable "${name}" has the prefix CODEBUILD_, which is reserved`,
      'give the variable another name',
    ])
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? []
    : warning('variable-name', at, [
        `no shell can read a variable called "${name}"`,
        'use letters, digits and "_", and begin with no digit',
      ])
}

const named =
  (value: ValueRule): ValueRule =>
  (entry) =>
    mapOf((map: GivenMap) => map.entries.flatMap((each) => [...nameFindings(each.key, each.at), ...value(each)]))(entry)

/** Plain environment variables. */
export const variables = named((entry) => (entry.value.is === 'nothing' ? [] : text(entry)))

/** Variables from Parameter Store. */
export const parameterStore = named(text)

const wrongSecret = (value: GivenText, why: string): Findings =>
  error('secret-reference', value.at, [
    `"${value.text}" ${why}`,
    'write it as secret-id:json-key:version-stage:version-id; what is left out at the end may be missing',
  ])

// An ARN has colons of its own: arn:partition:secretsmanager:region:account:secret:name.
const partsOf = (reference: string): readonly string[] => {
  const parts = reference.split(':')
  return parts[0] === 'arn' ? [parts.slice(0, 7).join(':'), ...parts.slice(7)] : parts
}

/**
 * Variables from Secrets Manager: `secret-id:json-key:version-stage:version-id`, with a stage or an id of a version.
 * AWS CodeBuild User Guide, "Build specification reference", secrets-manager.
 */
export const secretsManager = named((entry) => {
  const { value } = entry
  if (value.is !== 'text') return text(entry)
  if (value.text.includes('$')) return []
  const [id = '', , stage, versionId, ...more] = partsOf(value.text)
  if (id.startsWith('arn:') && id.split(':').length < 7) return wrongSecret(value, 'is no whole ARN of a secret')
  if (id === '') return wrongSecret(value, 'names no secret')
  if (more.length > 0) return wrongSecret(value, `has ${more.length} parts too many`)
  return stage && versionId ? wrongSecret(value, 'names both a stage and an id of a version') : []
})

/** Variables that later pipeline actions and batch builds may read. */
export const exportedVariables: ValueRule = (entry) => [
  ...texts(entry),
  ...(entry.value.is === 'list' ? entry.value.items : []).flatMap((item) => {
    if (item.is !== 'text') return []
    if (/^AWS_/.test(item.text))
      return warning('variable-reserved', item.at, [
        `variable "${item.text}" begins with AWS_, and such variables are not exported`,
        'copy it to a variable with another name and export that',
      ])
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(item.text)
      ? []
      : warning('variable-name', item.at, [
          `there is no variable called "${item.text}"`,
          `write the bare name${item.text.startsWith('$') ? `: ${item.text.replace(/[${}]/g, '')}` : ''}`,
        ])
  }),
]
