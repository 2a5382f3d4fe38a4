// Makes cfn/analysis/replacement.generated.json: what CloudFormation does to each resource type when a property changes.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { PropertyType, Resource, ResourceProperties, SpecDatabase } from '@aws-cdk/service-spec-types'

/** One type's facts as they are written; empty members are left out. */
interface Written {
  readonly ref?: readonly string[]
  readonly tags?: string
  readonly replace?: readonly string[]
  readonly maybe?: readonly string[]
  readonly required?: readonly string[]
  readonly properties?: readonly string[]
  readonly attributes?: readonly string[]
}

// What the registry's schemas list under conditionalCreateOnlyProperties, and the specification leaves out.
// https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
const conditional: Readonly<Record<string, readonly string[]>> = {
  'AWS::AutoScaling::AutoScalingGroup': [
    'LaunchConfigurationName',
    'LaunchTemplate',
    'MixedInstancesPolicy',
    'VPCZoneIdentifier',
  ],
  'AWS::DynamoDB::GlobalTable': ['GlobalTableSourceArn'],
  'AWS::EC2::NetworkInterface': ['ConnectionTrackingSpecification', 'EnablePrimaryIpv6'],
  'AWS::ElastiCache::CacheCluster': ['IpDiscovery'],
  'AWS::Lambda::Function': ['DurableConfig'],
  'AWS::Neptune::DBInstance': ['AutoMinorVersionUpgrade', 'DBParameterGroupName', 'PreferredMaintenanceWindow'],
  'AWS::OpenSearchService::Domain': [
    'AdvancedSecurityOptions.Enabled',
    'EncryptionAtRestOptions.Enabled',
    'EncryptionAtRestOptions.KmsKeyId',
  ],
  'AWS::SNS::Subscription': ['Region'],
  'AWS::Transfer::Server': ['EndpointDetails', 'IpAddressType'],
}

/** The whole file as text: one line per resource type, sorted, so that a diff shows the types that changed. */
export const generateReplacement = (): string => {
  const database = loadAwsServiceSpecSync()
  const lines = [...database.all('resource')]
    .sort((a, b) => (a.cloudFormationType < b.cloudFormationType ? -1 : 1))
    .map((resource) => `${JSON.stringify(resource.cloudFormationType)}:${JSON.stringify(factsOf(database, resource))}`)
  return `{\n${lines.join(',\n')}\n}\n`
}

const factsOf = (database: SpecDatabase, resource: Resource): Written => {
  const paths = pathsOf(database, resource.properties, { prefix: '', seen: [] })
  const named = (resource.additionalReplacementProperties ?? []).map((path) => path.join('.'))
  const ref = resource.cfnRefIdentifier ?? resource.primaryIdentifier
  const replace = [...paths.filter((p) => p.replaces === 'yes').map((p) => p.path), ...named]
  const maybe = [
    ...paths.filter((p) => p.replaces === 'maybe').map((p) => p.path),
    ...(conditional[resource.cloudFormationType] ?? []),
  ]
  const names = Object.keys(resource.properties)
  const tags = resource.tagInformation?.tagPropertyName
  return {
    ...(ref?.length ? { ref } : {}),
    ...(tags ? { tags } : {}),
    ...listed('replace', replace),
    ...listed('maybe', maybe),
    ...listed(
      'required',
      names.filter((name) => resource.properties[name]?.required),
    ),
    ...listed('properties', names),
    ...listed(
      'attributes',
      Object.entries(resource.attributes).map(([name, { type }]) => `${name}${suffixOf(type)}`),
    ),
  }
}

const listed = (name: string, values: readonly string[]): Record<string, readonly string[]> =>
  values.length ? { [name]: [...new Set(values)].sort() } : {}

// A string attribute is written as its name; anything else carries its type, as in `Ports:array`.
const suffixOf = (type: PropertyType): string => (type.type === 'string' ? '' : `:${type.type}`)

interface Walk {
  readonly prefix: string
  readonly seen: readonly string[]
}

interface Replacing {
  readonly path: string
  readonly replaces: 'yes' | 'maybe'
}

// Nested properties below a replacing one are left out: the longer path says nothing new. Recursive types stop.
const pathsOf = (database: SpecDatabase, properties: ResourceProperties, { prefix, seen }: Walk): Replacing[] =>
  Object.entries(properties).flatMap(([name, property]) => {
    const path = prefix + name
    if (property.causesReplacement === 'yes') return [{ path, replaces: 'yes' as const }]
    const below = typesIn(property.type)
      .filter((id) => !seen.includes(id))
      .flatMap((id) => {
        const definition = database.get('typeDefinition', id)
        return pathsOf(database, definition.properties, { prefix: `${path}.`, seen: [...seen, id] })
      })
    return property.causesReplacement === 'maybe' ? [{ path, replaces: 'maybe' as const }, ...below] : below
  })

const typesIn = (type: PropertyType): string[] => {
  if (type.type === 'ref') return [type.reference.$ref]
  if (type.type === 'array' || type.type === 'map') return typesIn(type.element)
  if (type.type === 'union') return type.types.flatMap(typesIn)
  return []
}
