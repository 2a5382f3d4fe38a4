import { parse } from 'yaml'

/** What a file is, told by its content. */
export type FileKind = 'template' | 'buildspec' | 'workflow' | 'unknown'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parsed = (text: string): unknown => {
  try {
    return parse(text, { logLevel: 'silent', uniqueKeys: false })
  } catch {
    return undefined
  }
}

/** Recognises a file. One that does not parse is told by the words that only one kind has at the start of a line. */
export const kindOf = (text: string): FileKind => {
  const value = parsed(text)
  const has = (key: string) => (isRecord(value) ? key in value : new RegExp(`^["']?${key}["']?\\s*:`, 'm').test(text))
  if (has('AWSTemplateFormatVersion') || has('Resources')) return 'template'
  if (has('jobs') && (has('on') || (isRecord(value) && 'true' in value))) return 'workflow'
  if (has('phases') || has('batch')) return 'buildspec'
  return 'unknown'
}
