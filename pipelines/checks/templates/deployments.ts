import { isRecord } from '#cfn/analysis/template.ts'
import type { Finding } from '#model'
import type { TemplateAlone } from '../read/alone.ts'
import { listOf, recordOf } from '../read/walk.ts'

const gitHub = /token\.actions\.githubusercontent\.com/

const problemOf = (type: string, properties: Readonly<Record<string, unknown>>, template: TemplateAlone) => {
  if (type === 'AWS::ECS::Service') {
    const configuration = recordOf(properties.DeploymentConfiguration)
    const controller = recordOf(template.resolved(properties.DeploymentController)).Type ?? 'ECS'
    const { MinimumHealthyPercent: least = 100, MaximumPercent: most = 200 } = configuration
    // A task may neither stop before its successor runs, nor a successor start beside it.
    const rolls = controller === 'ECS' && properties.SchedulingStrategy !== 'DAEMON'
    if (rolls && Number(template.resolved(least)) >= 100 && Number(template.resolved(most)) <= 100)
      return {
        code: 'rollout-stuck',
        keys: ['DeploymentConfiguration'],
        says: `no task may stop below ${String(template.resolved(least))} % and none start above ${String(template.resolved(most))} %, so no rollout begins`,
        fix: 'write MinimumHealthyPercent: 100 and MaximumPercent: 200, or 50 and 100',
      }
    const guarded = configuration.DeploymentCircuitBreaker ?? configuration.Alarms ?? configuration['Fn::If']
    return guarded === undefined && controller === 'ECS'
      ? {
          code: 'circuit-breaker-missing',
          keys: ['DeploymentConfiguration'],
          says: 'a rollout whose tasks never become healthy keeps the stack waiting for three hours',
          fix: 'add DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }',
        }
      : undefined
  }
  if (type === 'AWS::IAM::OIDCProvider' && gitHub.test(String(template.resolved(properties.Url))))
    return listOf(properties.ThumbprintList).length > 0
      ? {
          code: 'thumbprint-pinned',
          keys: ['ThumbprintList'],
          says: "GitHub's certificate is pinned, and changes without notice",
          fix: 'remove ThumbprintList: AWS trusts GitHub by its certificate authority',
        }
      : undefined
  return undefined
}

/**
 * What works today and leaves a deployment hanging one day: no circuit breaker, a certificate's thumbprint.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
 */
export const checkDeployments = (template: TemplateAlone): readonly Finding[] =>
  Object.entries(template.template.Resources).flatMap(([logicalId, resource]) => {
    const found = isRecord(resource)
      ? problemOf(String(resource.Type), recordOf(resource.Properties), template)
      : undefined
    return found
      ? [
          {
            code: found.code,
            severity: 'warning' as const,
            at: template.at('Resources', logicalId, 'Properties', ...found.keys),
            says: `"${logicalId}": ${found.says}`,
            fix: found.fix,
          },
        ]
      : []
  })
