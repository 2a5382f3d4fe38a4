import { replace } from './edited.ts'

/** The service was moved to another port, its security group was not. */
export const edit = replace(
  'cfn/out/production/cluster.yaml',
  'IpProtocol: tcp\n      FromPort: 3000\n      ToPort: 3000\n      SourceSecurityGroupId',
  'IpProtocol: tcp\n      FromPort: 80\n      ToPort: 80\n      SourceSecurityGroupId',
)
