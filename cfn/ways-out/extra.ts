import { type Extra, wayOut } from '#model/way-out.ts'
import type { AnyResource } from '../template/resource.ts'
import type { StackId } from './stack-id.ts'

/**
 * A resource more in a stack of ours, checked by the compiler like ours are.
 * @example extra('network', resource('Peering', 'AWS::EC2::VPCEndpoint', { VpcId: emitted('Vpc', 'AWS::EC2::VPC').ref, ServiceName: 'com.amazonaws.ca-central-1.sqs', VpcEndpointType: 'Interface' }))
 */
export const extra = (stack: StackId, { logicalId, body }: AnyResource): Extra =>
  wayOut({ kind: 'extra', stack, logicalId, body, environments: [] }, extra)
