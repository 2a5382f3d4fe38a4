import { expect, it } from 'vitest'
import { flowLogs } from '#cfn/stacks/flow-logs.ts'
import { resource } from '#cfn/template/resource.ts'
import { template } from '#cfn/template/template.ts'
import { propertiesOf, statementsIn } from './deliveries.ts'

it('flow logs record every packet of the VPC, with a role that writes to their group only', () => {
  const vpc = resource('Vpc', 'AWS::EC2::VPC', {})
  const of = { template: template({ description: '', resources: [vpc, ...flowLogs(vpc)] }) }
  expect(propertiesOf(of, 'FlowLog')).toMatchObject({
    ResourceId: { Ref: 'Vpc' },
    TrafficType: 'ALL',
    LogDestination: { 'Fn::GetAtt': ['FlowLogs', 'Arn'] },
    DeliverLogsPermissionArn: { 'Fn::GetAtt': ['FlowLogsRole', 'Arn'] },
  })
  const written = statementsIn(of).filter((each) => each.Resource)
  expect(written).toHaveLength(1)
  expect(JSON.stringify(written[0]?.Resource)).not.toContain('"*"')
})
