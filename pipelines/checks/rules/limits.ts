import { bytesOf, templateLimits } from '#cfn/analysis/template-limits.ts'
import { type Problem, refuse } from '../problem.ts'
import { oncePer } from '../read/once.ts'
import type { ReadTemplate } from '../read/template.ts'
import type { Rule } from './rule.ts'

const shown = (number: number) => number.toLocaleString('en-US')

// What is longer than a request goes through the artifact bucket, which its own stack and another region's do not have.
const hasBucket = ({ nested, stack, manifest }: ReadTemplate): boolean =>
  nested || (stack.id !== 'bootstrap' && manifest.stacks.some(({ id }) => id === 'bootstrap'))

const tooLarge = oncePer((each: ReadTemplate): readonly Problem[] => {
  const bytes = bytesOf(each.text)
  const most = hasBucket(each) ? templateLimits.uploaded : templateLimits.inline
  return bytes <= most
    ? []
    : [
        refuse({ file: each.path }, [
          `the template has ${shown(bytes)} bytes; ${hasBucket(each) ? 'an uploaded one' : 'one that is sent in a request'} has at most ${shown(most)}`,
          'split the stack: each service and each site has one of its own',
        ]),
      ]
})

/** Templates that are longer than a bucket's object, or a request where there is no bucket, may be. */
export const templateTooLarge: Rule = ({ templates }) => templates.flatMap(tooLarge)

const sections: readonly (readonly [section: 'Resources' | 'Parameters' | 'Outputs' | 'Mappings', most: number])[] = [
  ['Resources', 500],
  ['Parameters', 200],
  ['Outputs', 200],
  ['Mappings', 200],
]

/** The sections of a template that hold more than CloudFormation takes. */
export const tooMany = (each: Pick<ReadTemplate, 'template' | 'at'>): readonly Problem[] =>
  sections.flatMap(([section, most]) => {
    const many = Object.keys(each.template[section] ?? {}).length
    return many <= most
      ? []
      : [
          refuse(each.at(section), [
            `the template has ${many} ${section}; CloudFormation takes at most ${most}`,
            'split the stack: each service and each site has one of its own',
          ]),
        ]
  })

/** Templates with more of something than CloudFormation takes. */
export const templateTooFull: Rule = ({ templates }) => templates.flatMap(tooMany)
