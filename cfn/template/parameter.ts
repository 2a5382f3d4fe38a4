import { type Value, value } from '#model/value.ts'

/** What a parameter of a template says. SSM types are read from Parameter Store each time the stack is deployed. */
export interface ParameterBody {
  readonly Type: 'String' | 'Number' | 'CommaDelimitedList' | 'AWS::SSM::Parameter::Value<String>'
  readonly Default?: string
  readonly Description?: string
  readonly AllowedValues?: readonly string[]
  readonly AllowedPattern?: string
  readonly ConstraintDescription?: string
  readonly NoEcho?: boolean
}

/** A parameter of a template as a handle. */
export interface Parameter {
  readonly logicalId: string
  readonly body: ParameterBody
  readonly ref: Value<'text'>
}

/** A parameter. */
export const parameter = (logicalId: string, body: ParameterBody): Parameter =>
  Object.freeze({ logicalId, body, ref: value<'text'>({ Ref: logicalId }) })
