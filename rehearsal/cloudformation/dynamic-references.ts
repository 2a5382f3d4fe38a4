// `{{resolve:ssm:/name:1}}`, `{{resolve:ssm-secure:…}}` and `{{resolve:secretsmanager:id:SecretString:key:stage:version}}`.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
import { isRecord } from '#cfn/analysis/template.ts'
import type { Sources } from './engine.ts'

const reference = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^}]+)\}\}/g

/** A copy of the properties with every dynamic reference replaced by the value it points at. */
export const expandReferences = <Value>(value: Value, sources: Sources): Value => expand(value, sources) as Value

const expand = (value: unknown, sources: Sources): unknown => {
  if (typeof value === 'string') {
    return value.replace(reference, (_text, service: string, rest: string) =>
      service === 'secretsmanager' ? secret(rest, sources) : parameter(rest, sources),
    )
  }
  if (Array.isArray(value)) return value.map((item) => expand(item, sources))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, expand(part, sources)]))
}

const parameter = (name: string, { parameter: read }: Sources): string => {
  const value = read(name)
  if (value === undefined)
    throw new Error(`Unable to fetch parameters [${name}] from parameter store for this account.`)
  return value
}

// An ARN has colons of its own: six before the name.
const secret = (text: string, { secret: read }: Sources): string => {
  const parts = text.split(':')
  const size = text.startsWith('arn:') ? 7 : 1
  const [, jsonKey, stage, id] = parts.slice(size)
  return read(parts.slice(0, size).join(':'), jsonKey || undefined, { id: id || undefined, stage: stage || undefined })
}
