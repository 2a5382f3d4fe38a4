import type { Finding } from '#model'
import { readAlone, type TemplateAlone } from '../read/alone.ts'
import type { Text } from '../read/text.ts'
import { checkData } from '../templates/data.ts'
import { checkDeployments } from '../templates/deployments.ts'
import { checkExposure } from '../templates/exposure.ts'
import { checkLimits } from '../templates/limits.ts'
import { checkPolicies, checkPullRequestRoles } from '../templates/policies.ts'
import { checkStructure } from '../templates/structure.ts'

const checks: readonly ((template: TemplateAlone) => readonly Finding[])[] = [
  checkStructure,
  checkLimits,
  checkPolicies,
  checkPullRequestRoles,
  checkExposure,
  checkData,
  checkDeployments,
]

/** What our own rules find in any template. Its values are resolved at the defaults of its parameters. */
export const checkTemplateFile = (file: Text): readonly Finding[] => {
  const read = readAlone(file)
  return 'template' in read
    ? checks.flatMap((each) => each(read))
    : read.map(({ line, column, message }) => ({
        code: 'template-unreadable',
        severity: 'error',
        at: { file: file.path, line, column },
        says: message.split('\n')[0] ?? message,
        fix: 'mend the YAML or JSON at this place',
      }))
}
