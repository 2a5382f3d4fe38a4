// Values of templates as the texts they will be, as far as anybody knows before a deployment: ids that CloudFormation
// makes up stand as `<stack/LogicalId>`, everything that follows from the delivery as itself.
import type { Stack, TemplateBody } from '#model'

type Loose = Readonly<Record<string, unknown>>
const isLoose = (given: unknown): given is Loose => typeof given === 'object' && given !== null && !Array.isArray(given)

/** A template in its place: what its values are read in. */
export interface Placed {
  readonly id: string
  readonly stackName: string
  readonly account: string
  readonly region: string
  readonly template: TemplateBody
}

/** Every template of some stacks, nested ones behind their parents. */
export const placedOf = (stacks: readonly Stack[]): readonly Placed[] =>
  stacks.flatMap(({ id, name, environment: { account, region }, template, nested }) => [
    { id, stackName: name, account, region, template },
    ...nested.map((each) => ({
      id: each.id,
      stackName: `${name}-${each.id}`,
      account,
      region,
      template: each.template,
    })),
  ])

/** Reads values of templates, following imports to the stacks that export them. */
export const readerOf = (all: readonly Placed[]) => {
  const exports = all.flatMap((place) =>
    Object.values(place.template.Outputs ?? {}).map((output) => ({ place, output })),
  )
  const named = new Map<string, () => string>()
  function read(place: Placed, value: unknown): string {
    if (!isLoose(value)) return String(value)
    const [[name, argument] = ['', undefined]] = Object.entries(value)
    switch (name) {
      case 'Ref':
        return pseudo(place)[String(argument)] ?? givenTo(place, String(argument)) ?? refOf(place, String(argument))
      case 'Fn::GetAtt':
        return attributeOf(place, argument as readonly [string, string])
      case 'Fn::ImportValue':
        return named.get(String(argument))?.() ?? `<${argument}>`
      case 'Fn::Sub':
        return substituted(place, argument)
      case 'Fn::If':
        // Whichever it is: our conditions choose between a resource and the same thing that exists already.
        return read(place, (argument as readonly unknown[])[1])
      default:
        return JSON.stringify(value)
    }
  }
  // A parameter of a nested template: what its parent gives.
  const givenTo = (place: Placed, parameter: string): string | undefined => {
    if (!(parameter in (place.template.Parameters ?? {}))) return undefined
    const parents = all.filter(({ stackName }) => place.stackName.startsWith(`${stackName}-`))
    for (const parent of parents)
      for (const { Type, Properties } of Object.values(parent.template.Resources)) {
        const given = Type === 'AWS::CloudFormation::Stack' ? Properties?.Parameters : undefined
        if (isLoose(given) && parameter in given) return read(parent, given[parameter])
      }
    return undefined
  }
  const substituted = (place: Placed, argument: unknown): string => {
    const [text, values] = Array.isArray(argument) ? argument : [argument, {}]
    return String(text).replace(/\$\{([^!}][^}]*)\}/g, (_, key: string) => {
      if (isLoose(values) && key in values) return read(place, values[key])
      return key.includes('.')
        ? read(place, { 'Fn::GetAtt': [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)] })
        : read(place, { Ref: key })
    })
  }
  const nameOf = (place: Placed, logicalId: string): string => {
    const { Properties = {} } = place.template.Resources[logicalId] ?? {}
    const key = naming.find((each) => each in Properties)
    return key ? read(place, Properties[key]) : `<${place.id}/${logicalId}>`
  }
  const refOf = (place: Placed, logicalId: string): string => {
    const type = place.template.Resources[logicalId]?.Type ?? ''
    return refIsArn.has(type) ? arnOf(place, logicalId) : nameOf(place, logicalId)
  }
  const attributeOf = (place: Placed, [logicalId, attribute]: readonly [string, string]): string => {
    if (place.template.Resources[logicalId]?.Type === 'AWS::CloudFormation::Stack')
      return outputOf(place, attribute.replace('Outputs.', ''))
    if (/Arn$/.test(attribute)) return arnOf(place, logicalId)
    if (/Name$|^Id$/.test(attribute)) return nameOf(place, logicalId)
    return `<${place.id}/${logicalId}.${attribute}>`
  }
  const outputOf = (place: Placed, output: string): string => {
    const child = all.find(
      (each) => each.stackName.startsWith(`${place.stackName}-`) && each.template.Outputs?.[output],
    )
    return child ? read(child, child.template.Outputs?.[output]?.Value) : `<${place.id}/${output}>`
  }
  const arnOf = (place: Placed, logicalId: string): string => {
    const { account, region } = place
    const type = place.template.Resources[logicalId]?.Type ?? ''
    const [service, path] = arns[type] ?? ['aws', '']
    const isGlobal = service === 'iam' || service === 's3'
    const where = service === 's3' ? '::' : `${isGlobal ? '' : region}:${account}:`
    // The ARN of a log group ends so that it reaches the streams in it.
    const end = service === 'logs' ? ':*' : ''
    return `arn:aws:${service}:${where}${path}${nameOf(place, logicalId)}${end}`
  }
  for (const { place, output } of exports)
    if (isLoose(output.Export)) named.set(read(place, output.Export.Name), () => read(place, output.Value))
  return read
}

const pseudo = ({ account, region, stackName }: Placed): Readonly<Record<string, string>> => ({
  'AWS::AccountId': account,
  'AWS::Region': region,
  'AWS::Partition': 'aws',
  'AWS::StackName': stackName,
  'AWS::URLSuffix': 'amazonaws.com',
})

const naming = [
  'RoleName',
  'RepositoryName',
  'BucketName',
  'TableName',
  'LogGroupName',
  'ServiceName',
  'ClusterName',
  'FunctionName',
  'QueueName',
  'TopicName',
  'Name',
]

/** Types whose `Ref` is an ARN. AWS CloudFormation Template Reference, "Return values" of each. */
const refIsArn: ReadonlySet<string> = new Set([
  'AWS::CodeConnections::Connection',
  'AWS::ECS::Service',
  'AWS::ECS::TaskDefinition',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::OIDCProvider',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
])

/** How the ARN of a type begins. AWS Service Authorization Reference, "Resource types" of each service. */
const arns: Readonly<Record<string, readonly [service: string, path: string]>> = {
  'AWS::CodeBuild::Project': ['codebuild', 'project/'],
  'AWS::CodeConnections::Connection': ['codeconnections', 'connection/'],
  'AWS::DynamoDB::Table': ['dynamodb', 'table/'],
  'AWS::ECR::Repository': ['ecr', 'repository/'],
  'AWS::ECS::Cluster': ['ecs', 'cluster/'],
  'AWS::ECS::Service': ['ecs', 'service/'],
  'AWS::IAM::OIDCProvider': ['iam', 'oidc-provider/'],
  'AWS::IAM::Role': ['iam', 'role/'],
  'AWS::KMS::Key': ['kms', 'key/'],
  'AWS::Lambda::Function': ['lambda', 'function:'],
  'AWS::Logs::LogGroup': ['logs', 'log-group:'],
  'AWS::RDS::DBInstance': ['secretsmanager', 'secret:rds-'],
  'AWS::RDS::DBCluster': ['secretsmanager', 'secret:rds-'],
  'AWS::S3::Bucket': ['s3', ''],
  'AWS::SNS::Topic': ['sns', ''],
  'AWS::SQS::Queue': ['sqs', ''],
  'AWS::SecretsManager::Secret': ['secretsmanager', 'secret:'],
}
