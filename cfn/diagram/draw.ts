import { arrowsBetween, type Flow } from './arrows.ts'
import { cardOf, spaced } from './card.ts'
import { outsiders } from './outsiders.ts'
import type { Arrow, Group, Picture } from './picture.ts'
import { saying } from './sayings.ts'
import { merged } from './siblings.ts'
import { passed, type View } from './views.ts'
import type { Thing, World } from './world.ts'

const vpcsOf =
  (flows: readonly Flow[], world: World) =>
  (thing: Thing): Thing | undefined => {
    const isVpc = ({ type }: Thing) => type === 'AWS::EC2::VPC'
    const direct = world.follow(thing.stack, thing.properties).find(isVpc)
    if (direct) return direct
    const near = flows.filter(({ from }) => from === thing).map(({ to }) => to)
    const subnets = near.flatMap((each) =>
      each.type === 'AWS::RDS::DBSubnetGroup' ? world.follow(each.stack, each.properties) : [each],
    )
    return subnets
      .filter(({ type }) => type === 'AWS::EC2::Subnet')
      .flatMap((subnet) => world.follow(subnet.stack, subnet.properties.VpcId))
      .find(isVpc)
  }

const framed = /^AWS::(ECS::Service|RDS::|EC2::(Subnet|NatGateway|VPCEndpoint)|ElasticLoadBalancingV2::LoadBalancer)/
const titleOf = ({ type, stack, logicalId }: Thing, view: View): string | undefined => {
  if (view.stacks(stack) && view.name === stack) return undefined
  if (type === 'AWS::ECS::Service' || type === 'AWS::CloudFront::Distribution')
    return stack.replace(/^(service|site)-/, '')
  if (type === 'AWS::S3::Bucket' && /^site-/.test(stack))
    return `${stack.slice('site-'.length)} ${spaced(logicalId).toLowerCase()}`
  if (type === 'AWS::Lambda::Function') return stack.replace(/^function-/, '')
  if (type === 'AWS::IAM::Role' && stack.startsWith('service-')) return undefined
  if (type === 'AWS::ElasticLoadBalancingV2::TargetGroup') return `${stack.replace(/^service-/, '')} target group`
  if (logicalId === 'SecurityGroup') return `${stack} security group`
  return undefined
}

const is = ({ type }: Thing, ...names: readonly string[]) => names.some((name) => type.endsWith(`::${name}`))
const deployed = ['Service', 'Repository', 'DBInstance', 'DBCluster', 'Parameter', 'Project', 'Bucket']

// References that are true and tell nothing: a pipeline may read what its builds read, code lies in the first bucket, a
// dashboard shows all there is, and what is pushed and deployed is what a service runs.
const isPlain = (from: Thing, to: Thing, view: View): boolean =>
  (is(from, 'ScalableTarget') && is(to, 'Cluster')) ||
  (is(from, 'Pipeline') && !is(to, ...deployed)) ||
  is(from, 'Dashboard') ||
  (view.name === 'delivery' && is(from, 'Service') && is(to, 'Repository')) ||
  (view.name === 'observability' && (is(from, 'Alarm') ? is(to, 'Topic') : !view.stacks(from.stack))) ||
  (to.stack === 'bootstrap' && view.name !== 'bootstrap')

// The instances of a cluster are one database.
const isMember = ({ properties, type }: Thing) =>
  type === 'AWS::RDS::DBInstance' && properties.DBClusterIdentifier !== undefined

/** Draws a view of the world. */
export const draw = (view: View, world: World, flows: readonly Flow[]): Picture => {
  const own = (thing: Thing) =>
    !isMember(thing) &&
    view.stacks(thing.stack) &&
    !view.without?.includes(thing.stack) &&
    view.types.includes(thing.type)
  const guest = (thing: Thing) =>
    !isMember(thing) && !view.stacks(thing.stack) && (view.guests ?? []).includes(thing.type)
  const all = arrowsBetween(
    flows,
    (thing) => own(thing) || guest(thing),
    ({ type }) => passed.has(type),
  )
  const near = all
    .filter(({ from, to }) => (own(from) || own(to)) && !isPlain(from, to, view))
    .flatMap(({ from, to }) => [from, to])
  const shown = [...new Set([...world.things.filter(own), ...near])]
  const between = all.filter(({ from, to }) => shown.includes(from) && shown.includes(to) && !isPlain(from, to, view))
  const vpcOf = vpcsOf(flows, world)
  const vpcs = new Map(
    view.vpc ? shown.flatMap((thing) => (framed.test(thing.type) ? [[thing, vpcOf(thing)]] : [])) : [],
  )
  const groups = [...new Set([...vpcs.values()].filter((each) => each !== undefined))].map(
    (vpc): Group => ({
      id: vpc.id,
      title: `VPC ${typeof vpc.properties.CidrBlock === 'string' ? vpc.properties.CidrBlock : ''}`.trim(),
    }),
  )
  const cards = shown.map((thing) => {
    const title = titleOf(thing, view)
    const group = vpcs.get(thing)?.id
    return cardOf(thing, { outside: !own(thing), ...(title && { title }), ...(group && { group }) })
  })
  const beyond = outsiders(world, view.people ? shown : shown.filter(own), view)
  const arrows: readonly Arrow[] = [
    ...between.map(({ from, to, says }) => ({ from: from.id, to: to.id, says: says || saying(from, to) })),
    ...beyond.arrows,
  ]
  return merged({
    name: view.name,
    title: view.title,
    about: view.about,
    cards: [...beyond.cards, ...cards],
    groups,
    arrows,
  })
}
