import { expect, it } from 'vitest'
import type { Finding } from '#model'
import { annotationOf } from '#scripts/formats/annotations.ts'
import { sarifOf } from '#scripts/formats/sarif.ts'

const finding: Finding = {
  code: 'trust-any-owner',
  severity: 'error',
  at: { file: 'iam/a,b.json', line: 3, column: 5 },
  says: '100% of "repo:*"',
  fix: 'name one',
}

it('writes an annotation with everything escaped', () => {
  expect(annotationOf(finding)).toBe(
    '::error file=iam/a%2Cb.json,line=3,col=5,title=trust-any-owner::100%25 of "repo:*"%0Afix: name one',
  )
})

it('writes a SARIF log with each rule once', () => {
  const log = JSON.parse(sarifOf([finding, finding]))
  expect(log.version).toBe('2.1.0')
  expect(log.runs[0].tool.driver.rules).toEqual([{ id: 'trust-any-owner' }])
  expect(log.runs[0].results).toHaveLength(2)
  expect(log.runs[0].results[0].locations[0].physicalLocation.region).toEqual({ startLine: 3, startColumn: 5 })
})
