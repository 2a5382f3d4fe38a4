// The arrows between resources, in the direction of the request or the need rather than of the reference: a service
// refers to its target group, but requests come from there.
import { isRecord } from '../analysis/template.ts'
import type { Thing, World } from './world.ts'

/** An arrow between two resources. */
export interface Flow {
  readonly from: Thing
  readonly to: Thing
  readonly says: string
}

const short = (type: string) => type.replace(/^AWS::/, '')
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

const portsOf = ({ FromPort, ToPort, IpProtocol }: Readonly<Record<string, unknown>>): string => {
  if (text(IpProtocol) === '-1') return 'everything'
  return text(FromPort) === text(ToPort) ? `${text(IpProtocol)} ${text(FromPort)}` : `${text(FromPort)}–${text(ToPort)}`
}

interface Join {
  readonly from: string
  readonly to: readonly string[]
  readonly says?: (properties: Readonly<Record<string, unknown>>) => string
}

// Resources that only tie two others together: they are drawn as the arrow between them.
const joins: Readonly<Record<string, Join>> = {
  'AWS::EC2::SubnetRouteTableAssociation': { from: 'SubnetId', to: ['RouteTableId'] },
  'AWS::EC2::Route': {
    from: 'RouteTableId',
    to: ['NatGatewayId', 'GatewayId'],
    says: ({ DestinationCidrBlock }) => text(DestinationCidrBlock),
  },
  'AWS::EC2::VPCEndpoint': { from: 'RouteTableIds', to: [] },
  'AWS::EC2::SecurityGroupIngress': { from: 'SourceSecurityGroupId', to: ['GroupId'], says: portsOf },
  'AWS::ApiGatewayV2::Authorizer': { from: 'ApiId', to: ['AuthorizerUri'], says: () => 'asks' },
  'AWS::ApiGatewayV2::Integration': { from: 'ApiId', to: ['IntegrationUri'], says: () => 'calls' },
  'AWS::ElasticLoadBalancingV2::ListenerRule': { from: 'ListenerArn', to: ['Actions'] },
}

// References that point against the request.
const turned = new Set([
  'ECS::Service>ElasticLoadBalancingV2::TargetGroup',
  'ElasticLoadBalancingV2::Listener>ElasticLoadBalancingV2::LoadBalancer',
  'CodeStarConnections::Connection>CodePipeline::Pipeline',
  'EC2::VPCEndpoint>EC2::RouteTable',
  'Cognito::UserPoolClient>Cognito::UserPool',
  'ApplicationAutoScaling::ScalingPolicy>ApplicationAutoScaling::ScalableTarget',
])

const joined = (world: World, thing: Thing): readonly Flow[] => {
  const { from, to, says } = joins[thing.type] ?? { from: '', to: [] }
  const ends = (key: string) => world.follow(thing.stack, thing.properties[key])
  return ends(from).flatMap((one) =>
    to.flatMap(ends).map((other) => ({ from: one, to: other, says: says?.(thing.properties) ?? '' })),
  )
}

// Ingress that stands inside its security group.
const admitted = (world: World, thing: Thing): readonly Flow[] =>
  [thing.properties.SecurityGroupIngress ?? []]
    .flat()
    .flatMap((rule) =>
      isRecord(rule)
        ? world
            .follow(thing.stack, rule.SourceSecurityGroupId)
            .map((from) => ({ from, to: thing, says: portsOf(rule) }))
        : [],
    )

const referred = (world: World, thing: Thing): readonly Flow[] =>
  world
    .follow(thing.stack, [thing.properties])
    .map((to) =>
      turned.has(`${short(thing.type)}>${short(to.type)}`)
        ? { from: to, to: thing, says: '' }
        : { from: thing, to, says: '' },
    )

/** Every arrow between resources. */
export const flowsOf = (world: World): readonly Flow[] =>
  world.things
    .flatMap((thing) => {
      if (joins[thing.type]?.to.length) return joined(world, thing)
      if (thing.type === 'AWS::EC2::SecurityGroup') return admitted(world, thing)
      return referred(world, thing)
    })
    .filter(({ from, to }) => from !== to)

/** The arrows between shown resources: whatever is passed through on the way is left out, its words kept. */
export const arrowsBetween = (
  flows: readonly Flow[],
  isShown: (thing: Thing) => boolean,
  isPassed: (thing: Thing) => boolean,
): readonly Flow[] => {
  const next = new Map<Thing, Flow[]>()
  for (const flow of flows) next.set(flow.from, [...(next.get(flow.from) ?? []), flow])
  const reach = (at: Thing, says: string, seen: ReadonlySet<Thing>): readonly (readonly [Thing, string])[] =>
    (next.get(at) ?? []).flatMap((flow) => {
      if (seen.has(flow.to)) return []
      const said = flow.says || says
      if (isShown(flow.to)) return [[flow.to, said] as const]
      return isPassed(flow.to) ? reach(flow.to, said, new Set([...seen, flow.to])) : []
    })
  const found = new Map<string, Flow>()
  for (const from of [...next.keys()].filter(isShown))
    for (const [to, says] of reach(from, '', new Set([from]))) {
      const key = `${from.id}>${to.id}`
      const known = found.get(key)
      if (from !== to && !known?.says) found.set(key, { from, to, says })
    }
  return [...found.values()]
}
