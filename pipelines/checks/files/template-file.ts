import { isRecord } from '#cfn/analysis/template.ts'
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

// No other check can look into these. A loop of the language extensions is a list.
const misshapenIn = ({ template, at }: TemplateAlone): readonly Finding[] =>
  Object.entries(template.Resources).flatMap(([id, resource]) =>
    isRecord(resource) || id.startsWith('Fn::')
      ? []
      : [
          {
            code: 'template-refused',
            severity: 'error',
            at: at('Resources', id),
            says: `resource "${id}" is no object`,
            fix: 'give it a Type and Properties, or remove it',
          },
        ],
  )

/** What our own rules find in any template. Its values are resolved at the defaults of its parameters. */
export const checkTemplateFile = (file: Text): readonly Finding[] => {
  const read = readAlone(file)
  const misshapen = 'template' in read ? misshapenIn(read) : []
  return 'template' in read
    ? misshapen.length > 0
      ? misshapen
      : checks.flatMap((each) => each(read))
    : read.map(({ line, column, message }) => ({
        code: 'template-unreadable',
        severity: 'error',
        at: { file: file.path, line, column },
        says: message.split('\n')[0] ?? message,
        fix: 'mend the YAML or JSON at this place',
      }))
}
