import { expect, it } from 'vitest'
import { check } from '#pipelines/checks/check.ts'
import { generate } from '#pipelines/generate.ts'
import { canada, everything, virginia } from '../../cfn/stacks/everything.ts'

it.each([
  ['elsewhere', canada],
  ['in us-east-1', virginia],
])('a delivery with everything, %s, has nothing that our own rules refuse', (_, environment) => {
  const delivery = everything([environment])
  const findings = check(delivery, generate(delivery)).filter(({ severity }) => severity === 'error')
  expect(findings.map(({ at, says }) => `${at.file} ${says}`)).toEqual([])
})
