import { isStateful } from '#cfn/analysis/stateful.ts'
import { isRecord } from '#cfn/analysis/template.ts'
import type { Finding } from '#model'
import type { TemplateAlone } from '../read/alone.ts'
import { recordOf } from '../read/walk.ts'

/**
 * Resources with data and a deletion policy that a replacement does not heed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
 */
export const checkData = (template: TemplateAlone): readonly Finding[] =>
  Object.entries(template.template.Resources).flatMap(([logicalId, resource]) => {
    if (!isRecord(resource) || !isStateful(String(resource.Type), recordOf(resource.Properties))) return []
    const deletion = template.resolved(resource.DeletionPolicy)
    const replacing = template.resolved(resource.UpdateReplacePolicy)
    const kept = (policy: unknown) => policy !== undefined && policy !== 'Delete'
    if (replacing !== undefined || (deletion === 'Delete' && replacing === undefined)) return []
    const policy = kept(deletion) ? String(deletion) : 'Retain'
    return [
      {
        code: 'replace-policy-missing',
        severity: 'warning' as const,
        at: template.at('Resources', logicalId),
        says: kept(deletion)
          ? `"${logicalId}" keeps its data when it is removed, and loses it when it is replaced`
          : `"${logicalId}" holds data and loses it when it is replaced`,
        fix: `add UpdateReplacePolicy: ${policy}`,
      },
    ]
  })
