// The CloudFormation action.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
import { unzip, zip } from '../../codebuild/zip.ts'
import { type ActionInput, type ActionProvider, failed } from '../action.ts'
import type { CodePipelinePorts } from '../ports.ts'

/** A file that a configuration names as `Artifact::path`. */
const fileIn = (inputs: readonly ActionInput[], reference: string): string => {
  const [name = '', path = ''] = reference.split('::')
  const input = inputs.find((one) => one.name === name)
  if (!input) throw new Error(`"${reference}": artifact "${name}" is not an input of this action`)
  const file = unzip(Buffer.from(input.bytes))[path]
  if (!file) throw new Error(`"${reference}": artifact "${name}" has no file "${path}"`)
  return Buffer.from(file.data).toString()
}

type Override =
  | string
  | { readonly 'Fn::GetParam'?: readonly [string, string, string]; readonly 'Fn::GetArtifactAtt'?: readonly string[] }

const overridesOf = (text: string | undefined, inputs: readonly ActionInput[]): Record<string, string> => {
  const given = JSON.parse(text ?? '{}') as Record<string, Override>
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (typeof value === 'string') return [name, value]
      const parameter = value['Fn::GetParam']
      if (!parameter) throw new Error(`ParameterOverrides: "${name}" is neither a text nor Fn::GetParam`)
      const [artifact, file, key] = parameter
      return [name, String((JSON.parse(fileIn(inputs, `${artifact}::${file}`)) as Record<string, unknown>)[key] ?? '')]
    }),
  )
}

/** The provider CloudFormation. */
export const cloudformationAction =
  ({ cloudformation }: CodePipelinePorts): ActionProvider =>
  async ({ action, configuration, inputs, signal }) => {
    if (!cloudformation) return failed('There is no local CloudFormation', 'ConfigurationError')
    const {
      ActionMode = '',
      StackName = '',
      ChangeSetName,
      TemplatePath,
      TemplateConfiguration,
      RoleArn,
      OutputFileName,
    } = configuration
    const settings = TemplateConfiguration
      ? (JSON.parse(fileIn(inputs, TemplateConfiguration)) as {
          Parameters?: Record<string, string>
          Tags?: Record<string, string>
        })
      : {}
    const {
      ok,
      message,
      outputs = {},
    } = await cloudformation.run(
      {
        mode: ActionMode,
        stackName: StackName,
        ...(ChangeSetName ? { changeSetName: ChangeSetName } : {}),
        ...(TemplatePath ? { templateBody: fileIn(inputs, TemplatePath) } : {}),
        parameters: { ...settings.Parameters, ...overridesOf(configuration.ParameterOverrides, inputs) },
        tags: settings.Tags ?? {},
        capabilities: (configuration.Capabilities ?? '').split(',').filter(Boolean),
        ...(RoleArn ? { roleArn: RoleArn } : {}),
      },
      signal,
    )
    if (!ok) return failed(message)
    const [output] = action.outputArtifacts
    const file = { data: Buffer.from(JSON.stringify(outputs)), mode: 0o100644 }
    const bytes = output && OutputFileName ? await zip({ [OutputFileName]: file }) : undefined
    return {
      status: 'Succeeded',
      summary: message,
      variables: { StackName, ...outputs },
      ...(output && bytes ? { outputs: { [output.name]: bytes } } : {}),
    }
  }
