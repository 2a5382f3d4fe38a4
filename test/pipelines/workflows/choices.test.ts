import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { preview } from '#actions/preview/action.ts'
import { checkWorkflow } from '#pipelines/workflows/check.ts'
import { printWorkflow } from '#pipelines/workflows/print.ts'
import { workflowsOf } from '#pipelines/workflows/workflows.ts'
import { permissionsSample } from '#scripts/generate/permissions-sample.ts'
import { aDelivery } from './a-delivery.ts'

const d = permissionsSample()
const files = workflowsOf(d).map((workflow) => printWorkflow(d, workflow))
const named = (name: string) => {
  const file = files.find(({ path }) => path === `.github/workflows/${name}.yml`)
  if (!file) throw new Error(`no workflow ${name}`)
  return parse(file.text)
}

it('nobody gets a workflow that was not chosen', () => {
  expect(workflowsOf(aDelivery()).map(({ name }) => name as string)).toEqual(['preview', 'sync'])
})

it.each(files)('GitHub’s language service and our own checks find nothing in $path', async (file) => {
  expect(await checkWorkflow(file, [preview])).toEqual([])
})

describe('every chosen workflow', () => {
  it.each(['ci', 'drift', 'release'])(
    '%s starts with no permission, has a timeout and never runs twice at once',
    (name) => {
      const { permissions, concurrency, jobs } = named(name)
      expect(permissions).toEqual({})
      expect(concurrency.group).toContain(name)
      for (const job of Object.values<Record<string, unknown>>(jobs))
        expect(job['timeout-minutes']).toBeLessThanOrEqual(60)
    },
  )
})

describe('ci', () => {
  it('runs the code of pull requests with neither a role nor a secret nor a cache', () => {
    const text = JSON.stringify(named('ci'))
    expect(text).not.toMatch(/id-token|secrets\.|configure-aws/)
    expect(text).toContain('"package-manager-cache":"false"')
    expect(Object.keys(named('ci').jobs)).toEqual(['check', 'test-api'])
  })
})

describe('drift', () => {
  it('runs by the clock, where scheduled runs have the subject that its role trusts', () => {
    expect(named('drift').on).toEqual({ schedule: [{ cron: '17 5 * * *' }] })
    expect(named('drift').jobs['drift-production'].if).toBe("github.ref == 'refs/heads/main'")
  })
})

describe('release', () => {
  it('asks for the environment, and starts its pipelines at the commit of the run', () => {
    const { on, jobs } = named('release')
    expect(on.workflow_dispatch.inputs.environment).toMatchObject({
      type: 'choice',
      options: ['staging', 'production'],
    })
    const [, start] = jobs['release-production'].steps
    expect(start.env).toEqual({ PIPELINES: 'acme-production-promote', COMMIT: '${{ github.sha }}' })
    expect(start.run).not.toContain('${{')
  })

  it('runs from the release branch alone, though it can be started on any', () => {
    expect(named('release').jobs['release-staging'].if).toBe(
      "inputs.environment == 'staging' && github.ref == 'refs/heads/release'",
    )
  })
})
