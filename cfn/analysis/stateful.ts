// Resources that hold data, which is gone with them.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
const types = new Set([
  'AWS::Cognito::UserPool',
  'AWS::DocDB::DBCluster',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::EC2::Volume',
  'AWS::EFS::FileSystem',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::KMS::Key',
  'AWS::Neptune::DBCluster',
  'AWS::OpenSearchService::Domain',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
  'AWS::S3::Bucket',
])

/** True for a type whose resources hold data. A member of a database cluster holds none of its own. */
export const isStateful = (type: string, properties: Readonly<Record<string, unknown>> = {}): boolean =>
  types.has(type) && !(type === 'AWS::RDS::DBInstance' && 'DBClusterIdentifier' in properties)
