// The template of a request: a body, a URL into the local S3, or the stack's own.
import { hasLoops } from '#cfn/analysis/for-each.ts'
import { parseTemplate } from '#cfn/analysis/parse.ts'
import { referencesIn } from '#cfn/analysis/references.ts'
import { isRecord, type Template } from '#cfn/analysis/template.ts'
import { templateProblems } from '#cfn/analysis/validate.ts'
import { flagIn } from '../protocols/form.ts'
import { s3AddressOfUrl } from '../s3/s3-request.ts'
import { awsError, type Shape } from '../service.ts'
import type { Engine } from './engine.ts'
import { limits } from './limits.ts'
import type { Stack, Target } from './stack.ts'

/** A ValidationError, CloudFormation's word for nearly everything it refuses. */
export const invalid = (message: string) => awsError('ValidationError', message)

const tooLong = () => invalid(`Template size exceeds the limit of ${limits.urlBytes} bytes`)

/** The template text of a request, within the size limits. */
export const templateText = ({ sources }: Engine, input: Shape, stack?: Stack): string => {
  if (typeof input.TemplateBody === 'string' && input.TemplateBody !== '') {
    if (Buffer.byteLength(input.TemplateBody) > limits.bodyBytes) {
      throw invalid(
        `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${limits.bodyBytes}`,
      )
    }
    return input.TemplateBody
  }
  // What CodePipeline takes out of an artifact; no request carries it.
  if (typeof input.TemplateText === 'string') {
    if (Buffer.byteLength(input.TemplateText) > limits.urlBytes) throw tooLong()
    return input.TemplateText
  }
  if (typeof input.TemplateURL === 'string' && input.TemplateURL !== '') {
    const address = s3AddressOfUrl(input.TemplateURL)
    if (!address) throw invalid('TemplateURL must be a supported URL.')
    const object = sources.object(address.bucket, address.key)
    if (!object)
      throw invalid(
        `S3 error: The specified key does not exist.\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
      )
    if (object.length > limits.urlBytes) throw tooLong()
    return object.toString('utf8')
  }
  // "If you update a stack using a different parameter value, don't use --use-previous-template": it is the processed one.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
  if (flagIn(input.UsePreviousTemplate) && stack?.target) return processedText(stack.target)
  throw invalid('Either Template URL or Template Body must be specified.')
}

/** The text of a template after its transform. */
export const processedText = ({ text, template }: Pick<Target, 'text' | 'template'>): string => {
  if (!hasLoops(template)) return text
  const { Transform: _, ...processed } = template
  return JSON.stringify(processed)
}

/** A template that CloudFormation would take. One with loops is checked when they are written out. */
export const checkedTemplate = (engine: Engine, text: string): Template => {
  const { template, problems } = parseTemplate(text)
  if (!template) {
    const [first] = problems
    throw invalid(`Template format error: ${first?.message} (line ${first?.line}, column ${first?.column})`)
  }
  const transforms = [template.Transform ?? []].flat().filter((name) => name !== 'AWS::LanguageExtensions')
  if (transforms.length)
    throw invalid(`the local AWS runs no transforms; the template names ${JSON.stringify(transforms)}`)
  if (!hasLoops(template)) checkTemplate(engine, template)
  return template
}

/** Throws for a processed template that CloudFormation would not take: its structure, unknown types, limits. */
export const checkTemplate = (engine: Engine, template: Template): void => {
  const [problem] = templateProblems(template)
  if (problem) throw invalid(problem)
  const unknown = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))].filter(
    (type) => !engine.provider(type),
  )
  if (unknown.length) throw invalid(`Template format error: Unrecognized resource types: [${unknown.join(', ')}]`)
  checkCounts(template)
  checkAttributes(engine, template)
}

const checkCounts = (template: Template): void => {
  const count = (section: unknown) => (isRecord(section) ? Object.keys(section).length : 0)
  const rows: readonly (readonly [string, number, number])[] = [
    ['resources', count(template.Resources), limits.resources],
    ['parameters', count(template.Parameters), limits.parameters],
    ['outputs', count(template.Outputs), limits.outputs],
    ['mappings', count(template.Mappings), limits.mappings],
  ]
  for (const [name, size, limit] of rows) {
    if (size > limit)
      throw invalid(`Template format error: Number of ${name}, ${size}, is greater than maximum allowed, ${limit}`)
  }
}

const checkAttributes = ({ facts }: Engine, template: Template): void => {
  for (const { name, attribute } of referencesIn([template.Resources, template.Outputs])) {
    const type = template.Resources[name]?.Type ?? ''
    const known = facts(type)
    if (
      attribute === undefined ||
      !known ||
      type === 'AWS::CloudFormation::Stack' ||
      type === 'AWS::CloudFormation::CustomResource'
    )
      continue
    const names = (known.attributes ?? []).map((one) => one.split(':')[0] ?? '')
    if (!names.some((one) => one === attribute || attribute.startsWith(`${one}.`) || one.startsWith(`${attribute}.`))) {
      throw invalid(`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`)
    }
  }
}
