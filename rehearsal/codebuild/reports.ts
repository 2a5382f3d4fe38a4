// Test reports: JUnit XML files are read and counted, other formats are only listed.
// https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import type { ReportSpec } from './buildspec.ts'
import { filesBelow, matcher } from './matching-files.ts'

export interface Report {
  readonly group: string
  readonly format: string
  readonly files: number
  readonly total: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly failures: readonly string[]
}

interface Case {
  readonly name: string
  readonly result: 'passed' | 'failed' | 'skipped'
}

const casesIn = (node: unknown): readonly Case[] => {
  if (Array.isArray(node)) return node.flatMap(casesIn)
  if (node === null || typeof node !== 'object') return []
  return Object.entries(node).flatMap(([key, value]) => {
    if (key !== 'testcase') return casesIn(value)
    return (Array.isArray(value) ? value : [value]).map((one: Record<string, unknown>): Case => {
      const name = [one['@classname'], one['@name']].filter(Boolean).join(' ')
      return { name, result: 'failure' in one || 'error' in one ? 'failed' : 'skipped' in one ? 'skipped' : 'passed' }
    })
  })
}

/** What one report group of a buildspec found below the source directory. */
export const readReport = async (source: string, group: string, spec: ReportSpec): Promise<Report> => {
  const directory = join(source, spec.baseDirectory)
  const files = (await filesBelow(directory)).filter(matcher(spec.files))
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' })
  const texts =
    spec.format === 'JUNITXML' ? await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8'))) : []
  const cases = texts.flatMap((text) => casesIn(parser.parse(text)))
  const count = (result: Case['result']) => cases.filter((one) => one.result === result).length
  return {
    group,
    format: spec.format,
    files: files.length,
    total: cases.length,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    failures: cases.filter((one) => one.result === 'failed').map((one) => one.name),
  }
}
