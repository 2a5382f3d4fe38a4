import { describe, expect, it } from 'vitest'
import { bootstrap } from '#cfn/stacks/bootstrap.ts'
import { production, propertiesOf, smallest } from './deliveries.ts'
import { at } from './look.ts'

const stack = bootstrap(smallest(), production)

describe('the artifact bucket', () => {
  it('forgets artifacts, so that it does not grow for ever', () => {
    expect(at(propertiesOf(stack, 'Artifacts'), 'LifecycleConfiguration', 'Rules')).toContainEqual(
      expect.objectContaining({ Status: 'Enabled', ExpirationInDays: 90 }),
    )
  })

  it('is exported by name, ARN and the host that template URLs begin with', () => {
    expect(stack.exports).toEqual({
      bucketName: { 'Fn::ImportValue': 'hello-production-bootstrap-bucketName' },
      bucketArn: { 'Fn::ImportValue': 'hello-production-bootstrap-bucketArn' },
      bucketDomain: { 'Fn::ImportValue': 'hello-production-bootstrap-bucketDomain' },
    })
    expect(stack.template.Outputs?.BucketDomain?.Value).toEqual({ 'Fn::GetAtt': ['Artifacts', 'RegionalDomainName'] })
  })
})
