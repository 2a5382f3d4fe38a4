import type { Delivery, ResourceBody, Stack, TemplateBody } from '#model'

/**
 * The template with the delivery's permissions boundary on every role and user in it, whichever file made them. Without
 * a boundary it stays as it is. AWS IAM User Guide, "Permissions boundaries for IAM entities".
 */
export const bounded = (d: Pick<Delivery, 'permissionsBoundary'>, template: TemplateBody): TemplateBody => {
  const { permissionsBoundary: boundary } = d
  if (!boundary) return template
  const arn = { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/${boundary}` }
  const withBoundary = (body: ResourceBody): ResourceBody =>
    takesBoundary.has(body.Type) ? { ...body, Properties: { ...body.Properties, PermissionsBoundary: arn } } : body
  const resources = Object.entries(template.Resources).map(([id, body]) => [id, withBoundary(body)])
  return { ...template, Resources: Object.fromEntries(resources) }
}

const takesBoundary: ReadonlySet<string> = new Set(['AWS::IAM::Role', 'AWS::IAM::User'])

/** The same for a whole stack; its nested templates were bounded before their content was hashed. */
export const boundedStack = (d: Pick<Delivery, 'permissionsBoundary'>, stack: Stack): Stack => ({
  ...stack,
  template: bounded(d, stack.template),
})
