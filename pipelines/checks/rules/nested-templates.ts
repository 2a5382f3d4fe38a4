import { refuse } from '../problem.ts'
import { nestedTemplate, resourcesOf } from '../read/follow.ts'
import type { Rule } from './rule.ts'

/** Nested stacks whose template nobody uploads. */
export const nestedTemplateMissing: Rule = ({ templates }) =>
  resourcesOf(templates, 'AWS::CloudFormation::Stack')
    .filter((each) => !nestedTemplate(templates, each))
    .map(({ template, logicalId }) =>
      refuse(template.at('Resources', logicalId, 'Properties', 'TemplateURL'), [
        `nested stack "${logicalId}" uses a template that stack "${template.stack.id}" does not upload`,
        template.stack.uploads.length > 0
          ? `end the URL with the key of an upload: ${template.stack.uploads.map(({ key }) => key).join(', ')}`
          : `add the nested template to the uploads of stack "${template.stack.id}" in the manifest`,
      ]),
    )
