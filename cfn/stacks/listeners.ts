import type { Value } from '#model/value.ts'
import { type AnyResource, type Resource, resource } from '../template/resource.ts'

type Listener = Resource<'AWS::ElasticLoadBalancingV2::Listener'>

/**
 * What the load balancer listens on, and the listener that services add their rules to: HTTPS where there is a
 * certificate, with HTTP only redirecting to it; HTTP alone where there is none.
 */
export const listeners = (
  balancer: Resource<'AWS::ElasticLoadBalancingV2::LoadBalancer'>,
  certificate: Value<'certificate-arn'> | undefined,
): { readonly serving: Listener; readonly resources: readonly AnyResource[] } => {
  if (!certificate) {
    const serving = resource('Listener', 'AWS::ElasticLoadBalancingV2::Listener', {
      LoadBalancerArn: balancer.ref,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [unknown],
    })
    return { serving, resources: [serving] }
  }
  const serving = resource('SecureListener', 'AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: balancer.ref,
    Port: 443,
    Protocol: 'HTTPS',
    // TLS 1.3 and 1.2 with forward secrecy only. Elastic Load Balancing, "Security policies for your Application Load
    // Balancer".
    SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
    Certificates: [{ CertificateArn: certificate }],
    DefaultActions: [unknown],
  })
  const redirecting = resource('Listener', 'AWS::ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: balancer.ref,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }],
  })
  return { serving, resources: [serving, redirecting] }
}

// Each service adds its own rule; what no rule takes, no service has.
const unknown = {
  Type: 'fixed-response',
  FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'no such service' },
} as const
