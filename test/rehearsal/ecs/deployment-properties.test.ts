import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breaker, fakeFleet, healthy } from './fake-fleet.ts'

const never = new AbortController().signal

test('any desired count, percentages and failing tasks: bounds are kept, the breaker trips at its threshold, and it ends', async () => {
  const given = fc.record({
    desired: fc.integer({ min: 1, max: 6 }),
    minimum: fc.constantFrom(0, 50, 75, 100),
    extra: fc.constantFrom(0, 25, 50, 100),
    pattern: fc.array(fc.constantFrom('healthy', 'exits', 'unhealthy', 'unpullable'), { minLength: 1, maxLength: 6 }),
  })
  const behaviours = {
    healthy: { kind: 'healthy' },
    exits: { kind: 'exits', code: 1, after: 100 },
    unhealthy: { kind: 'unhealthy' },
    unpullable: { kind: 'unpullable' },
  } as const
  await fc.assert(
    fc.asyncProperty(given, async ({ desired, minimum, extra, pattern }) => {
      const fleet = fakeFleet({
        a: healthy,
        b: (nth) => behaviours[pattern[nth % pattern.length] as keyof typeof behaviours],
      })
      const deploymentConfiguration = {
        minimumHealthyPercent: minimum,
        maximumPercent: Math.max(100, minimum) + extra,
        ...breaker.deploymentConfiguration,
      }
      await fleet.begin('a', { desiredCount: desired, deploymentConfiguration })
      let outcome: { ok: boolean; message: string } | undefined
      fleet.api
        .deploy({ cluster: 'main', service: 'web', images: [{ name: 'app', imageUri: 'b' }] }, never)
        .then((value) => {
          outcome = value
        })
      const samples = []
      for (let round = 0; round < 60 && !outcome; round++) samples.push(...(await fleet.watch(5_000, 500)))
      expect(outcome, 'it ends').toBeDefined()
      const floor = Math.ceil((desired * minimum) / 100)
      const ceiling = Math.floor((desired * deploymentConfiguration.maximumPercent) / 100)
      for (const sample of samples) {
        expect(sample.healthy).toBeGreaterThanOrEqual(floor)
        expect(sample.up).toBeLessThanOrEqual(ceiling)
      }
      const { serviceDeployments } = await fleet.ask('ListServiceDeployments', { cluster: 'main', service: 'web' })
      const {
        serviceDeployments: [one],
      } = await fleet.ask('DescribeServiceDeployments', {
        serviceDeploymentArns: [serviceDeployments[0].serviceDeploymentArn],
      })
      const tripped = one.deploymentCircuitBreaker.status === 'TRIGGERED'
      if (tripped) expect(one.deploymentCircuitBreaker.failureCount).toBe(one.deploymentCircuitBreaker.threshold)
      else expect(one.deploymentCircuitBreaker.failureCount).toBeLessThan(one.deploymentCircuitBreaker.threshold)
      const { deployments } = await fleet.describe()
      if (outcome?.ok) expect(deployments).toMatchObject([{ rolloutState: 'COMPLETED', runningCount: desired }])
      else if (tripped) expect(one.status).toBe('ROLLBACK_SUCCESSFUL')
      else expect(outcome?.message).toMatch(/cannot stop or start tasks/)
    }),
    { numRuns: 40 },
  )
})
