/** What CloudFormation says about a template it cannot read or resolve; the message is AWS's own text. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}
