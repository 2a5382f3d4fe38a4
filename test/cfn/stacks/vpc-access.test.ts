import { expect, it } from 'vitest'
import { vpcStatements } from '#cfn/stacks/vpc-access.ts'
import { value } from '#model/value.ts'

it('CodeBuild may put an interface into the given subnets, for itself', () => {
  const [, permission] = vpcStatements([value<'subnet-id'>({ Ref: 'A' }), value<'subnet-id'>({ Ref: 'B' })])
  const subnet = 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:subnet'
  expect(permission).toMatchObject({
    Action: ['ec2:CreateNetworkInterfacePermission'],
    Condition: {
      StringEquals: {
        'ec2:AuthorizedService': 'codebuild.amazonaws.com',
        'ec2:Subnet': [{ 'Fn::Sub': `${subnet}/\${A}` }, { 'Fn::Sub': `${subnet}/\${B}` }],
      },
    },
  })
})
