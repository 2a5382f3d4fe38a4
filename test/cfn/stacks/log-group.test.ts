import { expect, it } from 'vitest'
import { logGroup } from '#cfn/stacks/log-group.ts'

it('a log group forgets after a month and has no name that a second one could collide with', () => {
  expect(logGroup('Logs').body).toMatchObject({
    Properties: { RetentionInDays: 30 },
    DeletionPolicy: 'RetainExceptOnCreate',
  })
  expect(logGroup('Logs').body.Properties).not.toHaveProperty('LogGroupName')
})
