import { expect, it } from 'vitest'
import { check } from '#pipelines/checks/check.ts'
import { generate } from '#pipelines/generate.ts'
import { permissionsSample } from '#scripts/generate/permissions-sample.ts'

it('our own checks find nothing in a delivery that chooses everything about its pipelines', () => {
  const d = permissionsSample()
  expect(check(d, generate(d))).toEqual([])
})
