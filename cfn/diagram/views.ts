// Which resources each picture shows. Everything else about a picture follows from the templates.
import { faces } from './card.ts'

/** One picture to draw: which resources it shows. */
export interface View {
  readonly name: string
  readonly title: string
  readonly about: string
  /** The stacks that are shown; others' resources come in at the end of an arrow only. */
  readonly stacks: (id: string) => boolean
  readonly types: readonly string[]
  /** Stacks whose resources stay out. */
  readonly without?: readonly string[]
  /** Types of other stacks' resources that may come in. None unless told. */
  readonly guests?: readonly string[]
  readonly people?: boolean
  readonly vpc?: boolean
}

const aws = (...types: readonly string[]) => types.map((type) => `AWS::${type}`)
/** What arrows lead through when it is not shown itself. */
export const passed: ReadonlySet<string> = new Set(
  aws(
    'CodeBuild::Project',
    'CodeStarConnections::Connection',
    'CodeConnections::Connection',
    'EC2::RouteTable',
    'ECS::TaskDefinition',
    'ElasticLoadBalancingV2::Listener',
    'ElasticLoadBalancingV2::TargetGroup',
    'IAM::Role',
    'RDS::DBSubnetGroup',
  ),
)
const stores = aws('RDS::DBInstance', 'RDS::DBCluster', 'DynamoDB::Table', 'SecretsManager::Secret')
const headlines = [
  ...stores,
  ...aws(
    'ApiGatewayV2::Api',
    'CloudFront::Distribution',
    'CodePipeline::Pipeline',
    'Cognito::UserPool',
    'ECR::Repository',
    'ECS::Service',
    'ElasticLoadBalancingV2::LoadBalancer',
    'Lambda::Function',
  ),
]

/** The pictures that every delivery has, as far as it has their resources. */
export const fixed: readonly View[] = [
  {
    name: 'delivery',
    title: 'The delivery',
    about: 'what runs, what it uses, and how a release reaches it',
    stacks: () => true,
    types: [...headlines, 'AWS::S3::Bucket'],
    // The artifacts of builds are a detail of how they are delivered.
    without: ['bootstrap'],
    people: true,
    vpc: true,
  },
  {
    name: 'network',
    title: 'Network',
    about: 'where each subnet sends what leaves it',
    stacks: (id) => id === 'network',
    types: aws('EC2::Subnet', 'EC2::NatGateway', 'EC2::InternetGateway', 'EC2::VPCEndpoint'),
    vpc: true,
  },
  {
    name: 'cluster',
    title: 'Cluster',
    about: 'how a request reaches a task, and which security groups let it through',
    stacks: (id) => id === 'cluster',
    types: aws(
      'ElasticLoadBalancingV2::LoadBalancer',
      'ElasticLoadBalancingV2::Listener',
      'EC2::SecurityGroup',
      'ECS::Cluster',
    ),
    guests: aws('ElasticLoadBalancingV2::TargetGroup', 'ECS::Service', 'CloudFront::Distribution', 'RDS::DBInstance'),
    people: true,
  },
  {
    name: 'data',
    title: 'Data',
    about: 'what keeps data, and who may reach it',
    stacks: (id) => /^(database|tables|secrets)/.test(id),
    types: [...stores, ...aws('EC2::SecurityGroup', 'Lambda::Function')],
    guests: aws('ECS::Service', 'EC2::SecurityGroup', 'CodeBuild::Project', 'Lambda::Function'),
  },
]

/** The picture of one service. */
export const serviceView = (id: string): View => ({
  name: id,
  title: `Service ${id.replace(/^service-/, '')}`,
  about: 'its tasks, the roles they run under, and what those may use',
  stacks: (stack) => stack === id,
  types: Object.keys(faces).filter((type) => !/ListenerRule|SecurityGroup|Alarm/.test(type)),
  guests: [...stores, ...aws('ECR::Repository', 'ElasticLoadBalancingV2::Listener', 'ECS::Cluster', 'SSM::Parameter')],
})

/** The picture of one site. */
export const siteView = (id: string): View => ({
  name: id,
  title: `Site ${id.replace(/^site-/, '')}`,
  about: 'where a page, an asset and an API call are answered, and who publishes',
  stacks: (stack) => stack === id,
  types: Object.keys(faces),
  guests: aws('ElasticLoadBalancingV2::LoadBalancer', 'IAM::Role', 'WAFv2::WebACL'),
  people: true,
})

/** The picture of any other stack. */
export const plainView = (id: string): View => ({
  name: id,
  title: id.replace(/^./, (first) => first.toUpperCase()).replaceAll('-', ' '),
  about:
    id === 'observability'
      ? 'what each alarm watches; all of them tell the topic, and the dashboard shows all of it'
      : 'every resource with a name of its own, and what it refers to',
  stacks: (stack) => stack === id || stack.startsWith(`${id}/`),
  types: Object.keys(faces),
  guests: [...headlines, ...aws('CodeBuild::Project', 'S3::Bucket')],
})
