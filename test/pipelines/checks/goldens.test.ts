import { expect, it } from 'vitest'
import { check } from '#pipelines/checks/check.ts'
import { goldenCases } from '../../golden/cases.ts'

it.each(await goldenCases())('says nothing of the golden delivery $name', ({ delivery, files }) => {
  expect(check(delivery, files).map(({ at, says, code }) => `${at.file}: ${says} [${code}]`)).toEqual([])
})
