import { bytesOf, templateLimits } from '#cfn/analysis/template-limits.ts'
import type { Finding } from '#model'
import type { TemplateAlone } from '../read/alone.ts'
import { tooMany } from '../rules/limits.ts'

const { inline, uploaded } = templateLimits

/** A template that is longer, or fuller, than CloudFormation takes. */
export const checkLimits = (template: TemplateAlone): readonly Finding[] => {
  const bytes = bytesOf(template.text)
  const shown = bytes.toLocaleString('en-US')
  const at = { file: template.path, line: 1, column: 1 }
  const fix = 'split the stack, or nest a part of it'
  return [
    ...tooMany(template).map((problem) => ({ code: 'template-too-full', ...problem })),
    ...(bytes > uploaded
      ? [
          {
            code: 'template-too-large',
            severity: 'error' as const,
            at,
            says: `the template has ${shown} bytes; CloudFormation takes at most ${uploaded.toLocaleString('en-US')}`,
            fix,
          },
        ]
      : []),
    ...(bytes > inline && bytes <= uploaded
      ? [
          {
            code: 'template-too-large',
            severity: 'warning' as const,
            at,
            says: `the template has ${shown} bytes; one that is sent in a request has at most ${inline.toLocaleString('en-US')}`,
            fix: 'upload it to a bucket and give its URL, or split the stack',
          },
        ]
      : []),
  ]
}
