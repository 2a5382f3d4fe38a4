// What people break between a service and the load balancer in front of it.
import { replace } from '../edited.ts'
import { paths, type Row } from './row.ts'

const { service } = paths

/** The edits. */
export const services: readonly Row[] = [
  [
    'the load balancer names another container',
    'balancer-container-unknown',
    replace(service, 'ContainerName: api', 'ContainerName: web'),
  ],
  [
    'the load balancer sends to another port',
    'balancer-port-unmapped',
    replace(service, 'ContainerPort: 3000\n          TargetGroupArn', 'ContainerPort: 8080\n          TargetGroupArn'),
  ],
  [
    'the container maps another port',
    'balancer-port-unmapped',
    replace(service, 'ContainerPort: 3000\n              Protocol', 'ContainerPort: 8080\n              Protocol'),
  ],
  ['the target group has another port', 'target-port-differs', replace(service, /(?<=\n {6})Port: 3000/, 'Port: 8080')],
  [
    'the health path is another one',
    'health-path-differs',
    replace(service, 'HealthCheckPath: /health', 'HealthCheckPath: /healthz'),
  ],
]
