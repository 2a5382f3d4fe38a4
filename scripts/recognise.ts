import { parse } from 'yaml'
import { readPlainYaml } from '#cfn/analysis/plain-yaml.ts'

/** What a file is, told by its content. */
export type FileKind =
  | 'template'
  | 'buildspec'
  | 'workflow'
  | 'policy'
  | 'image-definitions'
  | 'image-detail'
  | 'task-definition'
  | 'unknown'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parsed = (text: string): unknown => {
  try {
    return readPlainYaml(text) ?? parse(text, { logLevel: 'silent', uniqueKeys: false })
  } catch {
    return undefined
  }
}

const statement = /^(Effect|Action|NotAction|Principal)$/

// A policy document stands alone, or inside what a tool printed around it.
const holdsPolicy = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(holdsPolicy)
  if (!isRecord(value)) return false
  const statements = [value.Statement].flat()
  const isPolicy = statements.some((each) => isRecord(each) && Object.keys(each).some((key) => statement.test(key)))
  return isPolicy || Object.values(value).some(holdsPolicy)
}

const isImageList = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.some((each) => isRecord(each) && Object.keys(each).some((key) => key.toLowerCase() === 'imageuri'))

const jsonKind = (value: unknown, path: string): FileKind => {
  if (isImageList(value)) return 'image-definitions'
  if (isRecord(value)) {
    const keys = Object.keys(value)
    if (keys.includes('ImageURI')) return 'image-detail'
    if (
      keys.includes('containerDefinitions') ||
      (isRecord(value.taskDefinition) && 'containerDefinitions' in value.taskDefinition)
    )
      return 'task-definition'
    if (holdsPolicy(value) || 'Statement' in value) return 'policy'
    if (keys.some((key) => key.toLowerCase() === 'imageuri'))
      return keys.includes('name') ? 'image-definitions' : 'image-detail'
  }
  if (holdsPolicy(value)) return 'policy'
  return namedKind(path)
}

// Files that only their name tells: an empty list, or what is no JSON.
const namedKind = (path: string): FileKind => {
  const name = path.split(/[\\/]/).at(-1) ?? ''
  if (/^buildspec.*\.ya?ml$/i.test(name)) return 'buildspec'
  if (/image-?definitions\.json$/i.test(name)) return 'image-definitions'
  return /image-?detail\.json$/i.test(name) ? 'image-detail' : 'unknown'
}

/** Recognises a file. One that does not parse is told by the words that only one kind has at the start of a line. */
export const kindOf = (text: string, path = ''): FileKind => {
  const value = parsed(text)
  const has = (key: string) =>
    isRecord(value) ? key in value : value === undefined && new RegExp(`^\\s*["']?${key}["']?\\s*:`, 'm').test(text)
  const top = (key: string) =>
    isRecord(value) ? key in value : value === undefined && new RegExp(`^["']?${key}["']?\\s*:`, 'm').test(text)
  const json = /^\s*[{[]/.test(text)
  // An appspec lists its Resources under a version of its own. AWS CodeDeploy User Guide, "AppSpec file structure".
  if (isRecord(value) && 'version' in value && Array.isArray(value.Resources)) return 'unknown'
  if (top('AWSTemplateFormatVersion') || top('Resources') || (json && has('AWSTemplateFormatVersion')))
    return 'template'
  if (top('jobs') && (top('on') || (isRecord(value) && 'true' in value))) return 'workflow'
  if (top('phases') || top('batch') || /^version\s*:\s*["']?0\.\d/m.test(text)) return 'buildspec'
  if (value !== undefined) return jsonKind(value, path)
  if (json && /"Statement"\s*:/.test(text)) return 'policy'
  if (json && /"imageUri"\s*:/.test(text)) return 'image-definitions'
  return json && /"ImageURI"\s*:/.test(text) ? 'image-detail' : namedKind(path)
}
