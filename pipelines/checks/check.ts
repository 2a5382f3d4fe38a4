import type { Delivery, Finding } from '#model'
import type { Text } from './read/text.ts'
import { worldOf } from './read/world.ts'
import { sourceDiffers, workflowBranchDiffers } from './rules/branches.ts'
import {
  architectureDiffers,
  cloneForbidden,
  imageOwnedTwice,
  pipelineRoleForbidden,
  triggersIgnored,
} from './rules/deployments.ts'
import { dockerForbidden, privilegeNeedless } from './rules/docker.ts'
import { imageContainerUnknown, imageFileTooLarge, imageFileUnmade, serviceUnknown } from './rules/image-files.ts'
import { imageParameterDiffers } from './rules/image-parameters.ts'
import { importBeforeExport, importWithoutExport } from './rules/imports.ts'
import { templateTooFull, templateTooLarge } from './rules/limits.ts'
import {
  balancerContainerUnknown,
  balancerPortUnmapped,
  healthPathDiffers,
  targetPortDiffers,
} from './rules/load-balancers.ts'
import { nestedTemplateMissing } from './rules/nested-templates.ts'
import { artifactUnmade } from './rules/pipeline-artifacts.ts'
import { pipelineVariableUnknown } from './rules/pipeline-variables.ts'
import { buildspecMissing, projectUnknown } from './rules/projects.ts'
import { pullRequestWrites } from './rules/pull-requests.ts'
import { nestedOutputMissing, referenceUnresolved } from './rules/references.ts'
import { roleLacksAction } from './rules/role-actions.ts'
import { roleNarrowed, roleWidened } from './rules/role-statements.ts'
import { serviceUntrusted } from './rules/role-trust.ts'
import { audienceUntrusted, roleUnknown, subjectUntrusted } from './rules/roles.ts'
import type { Rule } from './rules/rule.ts'
import { secretKeyMissing } from './rules/secret-keys.ts'
import { secretForbidden } from './rules/secrets.ts'
import { balancerPortClosed } from './rules/security-groups.ts'
import { unread } from './rules/unread.ts'
import { variableUnset } from './rules/variables.ts'

/** Every rule by its code. `test/findings/` has an edit of a generated file for each. */
export const rules = {
  'generated-file-unreadable': unread,
  'import-without-export': importWithoutExport,
  'import-before-export': importBeforeExport,
  'reference-unresolved': referenceUnresolved,
  'nested-output-missing': nestedOutputMissing,
  'nested-template-missing': nestedTemplateMissing,
  'template-too-large': templateTooLarge,
  'template-too-full': templateTooFull,
  'pipeline-artifact-unmade': artifactUnmade,
  'pipeline-variable-unknown': pipelineVariableUnknown,
  'project-unknown': projectUnknown,
  'buildspec-missing': buildspecMissing,
  'variable-unset': variableUnset,
  'image-file-unmade': imageFileUnmade,
  'image-file-too-large': imageFileTooLarge,
  'image-container-unknown': imageContainerUnknown,
  'service-unknown': serviceUnknown,
  'image-parameter-differs': imageParameterDiffers,
  'balancer-container-unknown': balancerContainerUnknown,
  'balancer-port-unmapped': balancerPortUnmapped,
  'balancer-port-closed': balancerPortClosed,
  'target-port-differs': targetPortDiffers,
  'health-path-differs': healthPathDiffers,
  'secret-forbidden': secretForbidden,
  'secret-key-missing': secretKeyMissing,
  'role-lacks-action': roleLacksAction,
  'service-untrusted': serviceUntrusted,
  'role-unknown': roleUnknown,
  'subject-untrusted': subjectUntrusted,
  'audience-untrusted': audienceUntrusted,
  'pull-request-writes': pullRequestWrites,
  'role-narrowed': roleNarrowed,
  'role-widened': roleWidened,
  'source-differs': sourceDiffers,
  'workflow-branch-differs': workflowBranchDiffers,
  'docker-forbidden': dockerForbidden,
  'privilege-needless': privilegeNeedless,
  'architecture-differs': architectureDiffers,
  'image-owned-twice': imageOwnedTwice,
  'pipeline-role-forbidden': pipelineRoleForbidden,
  'clone-forbidden': cloneForbidden,
  'pipeline-triggers-ignored': triggersIgnored,
} as const satisfies Readonly<Record<string, Rule>>

/** The code of a finding across files. */
export type Code = keyof typeof rules

/**
 * What does not fit together among a delivery's files, as they are on disk: someone may have edited them since they
 * were generated. Files of a clean delivery give no finding.
 */
export const check = (d: Delivery, files: readonly Text[]): readonly Finding[] => {
  const world = worldOf(d, files)
  // What cannot be read would be missed by every other rule.
  const judged = world.unread.length > 0 ? { 'generated-file-unreadable': unread } : rules
  return Object.entries(judged).flatMap(([code, rule]) => rule(world).map((problem) => ({ code, ...problem })))
}
