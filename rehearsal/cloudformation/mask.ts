import { isRecord } from '#cfn/analysis/template.ts'
import type { Target } from './stack.ts'

/** The text CloudFormation shows in place of a NoEcho value. */
const MASK = '****'

/** The parameters of a target as DescribeStacks and DescribeChangeSet show them. */
export const shownParameters = ({ template, texts, fetched }: Target) =>
  Object.entries(texts).map(([name, text]) => ({
    ParameterKey: name,
    ParameterValue: isSilent(template.Parameters?.[name]) ? MASK : text,
    ...(fetched[name] === undefined ? {} : { ResolvedValue: fetched[name] }),
  }))

/** A copy of a text or JSON value without the values of NoEcho parameters. */
export const masked = <Value>(value: Value, target: Target | undefined): Value => {
  const secrets = Object.entries(target?.template.Parameters ?? {})
    .filter(([name, definition]) => isSilent(definition) && (target?.texts[name]?.length ?? 0) > 2)
    .map(([name]) => target?.texts[name] ?? '')
  return secrets.length ? (hide(value, secrets) as Value) : value
}

const hide = (value: unknown, secrets: readonly string[]): unknown => {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, MASK), value)
  if (Array.isArray(value)) return value.map((item) => hide(item, secrets))
  if (!isRecord(value) || Object.getOwnPropertySymbols(value).length) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, hide(part, secrets)]))
}

const isSilent = (definition: { readonly NoEcho?: boolean | string } | undefined): boolean =>
  definition?.NoEcho === true || definition?.NoEcho === 'true'
