// Who stands outside the account: the people and repositories that the templates let in.
import { isRecord } from '../analysis/template.ts'
import type { Arrow, Card } from './picture.ts'
import type { Thing, World } from './world.ts'

/** People, as a card. */
const people: Card = { id: 'people', title: 'People', detail: 'browsers', kind: 'person', outside: false }

const github = (detail: string): Card => ({ id: 'github', title: 'GitHub', detail, kind: 'person', outside: false })

/** The source of a pipeline: the repository and branch that it follows. */
export const sourceOf = (pipeline: Thing): string | undefined => {
  const stages = [pipeline.properties.Stages ?? []].flat()
  const actions = stages.flatMap((stage) => (isRecord(stage) ? [stage.Actions ?? []].flat() : []))
  const source = actions
    .filter(isRecord)
    .find(({ Configuration }) => isRecord(Configuration) && Configuration.FullRepositoryId)
  if (!isRecord(source?.Configuration)) return undefined
  return `${String(source.Configuration.FullRepositoryId)} · ${String(source.Configuration.BranchName)}`
}

const takesOidc = (role: Thing) =>
  JSON.stringify(role.properties.AssumeRolePolicyDocument ?? '').includes('token.actions.githubusercontent.com')

/** The outsiders of a picture and the arrows from them. */
export const outsiders = (
  world: World,
  shown: readonly Thing[],
  view: { readonly people?: boolean; readonly name: string },
): { readonly cards: readonly Card[]; readonly arrows: readonly Arrow[] } => {
  const of = (type: string) => shown.filter((thing) => thing.type === `AWS::${type}`)
  const doors = of('CloudFront::Distribution')
  const balancers = of('ElasticLoadBalancingV2::LoadBalancer').filter(
    ({ properties }) => properties.Scheme === 'internet-facing',
  )
  const visited = view.people ? (doors.length > 0 && view.name !== 'cluster' ? doors : balancers) : []
  const pipelines = of('CodePipeline::Pipeline')
  const roles = of('IAM::Role').filter(takesOidc)
  const publishers = view.name === 'delivery' ? publishedBy(world, shown) : []
  const fromGithub = [
    ...pipelines.map((to) => ({ from: 'github', to: to.id, says: 'merge' })),
    ...roles.map((to) => ({ from: 'github', to: to.id, says: 'OIDC' })),
    ...publishers.map((to) => ({ from: 'github', to: to.id, says: 'publishes' })),
  ]
  const source = world.things
    .filter(({ type }) => type === 'AWS::CodePipeline::Pipeline')
    .map(sourceOf)
    .find(Boolean)
  return {
    cards: [...(visited.length > 0 ? [people] : []), ...(fromGithub.length > 0 ? [github(source ?? 'Actions')] : [])],
    arrows: [
      ...visited.map((to) => ({ from: 'people', to: to.id, says: to.type.includes('CloudFront') ? 'HTTPS' : '' })),
      ...fromGithub,
    ],
  }
}

// Buckets that a role which GitHub takes may write to.
const publishedBy = (world: World, shown: readonly Thing[]): readonly Thing[] => {
  const roles = world.things.filter(({ type }) => type === 'AWS::IAM::Role').filter(takesOidc)
  const reached = new Set(roles.flatMap((role) => world.follow(role.stack, role.properties.Policies)))
  return shown.filter(
    (thing) => thing.type === 'AWS::S3::Bucket' && thing.stack.startsWith('site-') && reached.has(thing),
  )
}
