import { describe, expect, it } from 'vitest'
import { environment, github, job, needsOf, onRelease, role, roleArnOf, script } from '#model'

const on = [onRelease(github('acme/hello'))]
const tag = script('Choose a tag', { run: 'echo "tag=1" >> "$GITHUB_OUTPUT"', outputs: ['tag'] })
const build = job('Build It', { on, steps: [tag], gives: { tag: tag.outputs.tag } })
const jobOf = (...steps: readonly ReturnType<typeof script>[]) => job('after', { on, steps })

describe('the jobs a job waits for', () => {
  it.each([
    ['none, when it reads nothing', jobOf(script('Go', { run: 'true', env: { A: 'text' } })), []],
    [
      'one whose output a step reads',
      jobOf(script('Go', { run: 'true', env: { A: build.outputs.tag } })),
      ['build-it'],
    ],
    ['one whose success it asks for', job('after', { on, if: build.succeeded, steps: [] }), ['build-it']],
    ['one it comes after', job('after', { on, after: [build], steps: [] }), ['build-it']],
    [
      'one, however often it reads it',
      job('after', {
        on,
        if: build.succeeded,
        after: [build],
        steps: [script('Go', { run: 'true', env: { A: build.outputs.tag, B: build.outputs.tag } })],
      }),
      ['build-it'],
    ],
  ])('are %s', (_, given, expected) => {
    expect(needsOf(given).map(({ id }) => id)).toEqual(expected)
  })
})

it('expressions name the step or the job they read by the id that is printed', () => {
  expect(tag.outputs.tag.text).toBe(`\${{ steps.${tag.id}.outputs.tag }}`)
  expect(build.outputs.tag.text).toBe(`\${{ needs.${build.id}.outputs.tag }}`)
  expect(build.succeeded.text).toBe(`\${{ needs.${build.id}.result == 'success' }}`)
})

it('a role’s ARN can be spelled before the role exists', () => {
  const production = environment('production', { account: '111111111111', region: 'eu-west-1' })
  expect(roleArnOf({ name: 'hello' }, role('Sync Site', production))).toBe(
    'arn:aws:iam::111111111111:role/hello-production-sync-site',
  )
})
