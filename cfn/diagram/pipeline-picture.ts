// The pipeline by its stages: each action as a card, what it hands on and what it touches as arrows.
import { isRecord } from '../analysis/template.ts'
import { arrowsBetween, type Flow } from './arrows.ts'
import { cardOf } from './card.ts'
import { sourceOf } from './outsiders.ts'
import type { Arrow, Card, Group, Picture } from './picture.ts'
import type { Thing, World } from './world.ts'

interface Step {
  readonly id: string
  readonly stage: string
  readonly name: string
  readonly provider: string
  readonly configuration: unknown
  readonly takes: readonly string[]
  readonly makes: readonly string[]
  readonly order: string
}

const list = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isRecord) : []
const names = (value: unknown) => list(value).map(({ Name }) => String(Name))

const providers: Readonly<Record<string, string>> = { CodeStarSourceConnection: 'connection', Manual: 'approval' }

const stepsOf = (pipeline: Thing): readonly Step[] =>
  list(pipeline.properties.Stages).flatMap((stage) =>
    list(stage.Actions).map((action) => {
      const provider = isRecord(action.ActionTypeId) ? String(action.ActionTypeId.Provider) : ''
      return {
        id: `${pipeline.id}/${String(stage.Name)}/${String(action.Name)}`,
        stage: String(stage.Name),
        name: String(action.Name),
        provider: providers[provider] ?? provider,
        configuration: [action.Configuration, action.EnvironmentVariables],
        takes: names(action.InputArtifacts),
        makes: names(action.OutputArtifacts),
        order: list(stage.Actions).some(({ RunOrder }) => RunOrder !== 1) ? `${String(action.RunOrder)}. ` : '',
      }
    }),
  )

const touched = new Set(
  ['ECR::Repository', 'ECS::Service', 'SSM::Parameter', 'RDS::DBInstance', 'RDS::DBCluster', 'S3::Bucket'].map(
    (type) => `AWS::${type}`,
  ),
)

// The resources an action works on: those it names, and those the project that it names works on.
const worksOn =
  (world: World, flows: readonly Flow[], pipeline: Thing) =>
  (step: Step): readonly Thing[] => {
    const direct = world.follow(pipeline.stack, step.configuration)
    const projects = direct.filter(({ type }) => type === 'AWS::CodeBuild::Project')
    const beyond = arrowsBetween(
      flows,
      (thing) => projects.includes(thing) || touched.has(thing.type),
      ({ type }) => type === 'AWS::IAM::Role',
    ).flatMap(({ from, to }) => (projects.includes(from) ? [to] : []))
    return [...new Set([...direct, ...beyond])].filter(
      (thing) => touched.has(thing.type) && !(thing.type === 'AWS::S3::Bucket' && thing.stack === 'bootstrap'),
    )
  }

// A migration pulls the image it runs in: the repository is of interest to who pushes.
const isWorth = (step: Step, thing: Thing) => thing.type !== 'AWS::ECR::Repository' || step.makes.length > 0

const draw = (
  world: World,
  flows: readonly Flow[],
  { pipeline, name }: { readonly pipeline: Thing; readonly name: string },
): Picture => {
  const steps = stepsOf(pipeline)
  const groupOf = (stage: string) => `${pipeline.id}/${stage}`
  const groups: readonly Group[] = [...new Set(steps.map(({ stage }) => stage))].map((stage) => ({
    id: groupOf(stage),
    title: stage,
  }))
  const work = worksOn(world, flows, pipeline)
  const worked = steps.flatMap((step) =>
    work(step)
      .filter((thing) => isWorth(step, thing))
      .map((thing) => ({ step, thing })),
  )
  const source = sourceOf(pipeline)
  const first = steps[0]
  const cards: readonly Card[] = [
    ...(source ? [{ id: 'github', title: 'GitHub', detail: source, kind: 'person' as const, outside: false }] : []),
    ...steps.map((step) => ({
      id: step.id,
      title: `${step.order}${step.name}`,
      detail: step.provider,
      kind: 'delivery' as const,
      outside: false,
      group: groupOf(step.stage),
    })),
    ...[...new Set(worked.map(({ thing }) => thing))].map((thing) =>
      cardOf(thing, {
        outside: true,
        ...(thing.type === 'AWS::ECS::Service' && { title: thing.stack.replace(/^service-/, '') }),
      }),
    ),
  ]
  const handed: readonly Arrow[] = steps.flatMap((step) =>
    step.takes.flatMap((artifact) =>
      steps.filter(({ makes }) => makes.includes(artifact)).map((from) => ({ from: from.id, to: step.id, says: '' })),
    ),
  )
  const stages = groups.map(({ id }) => steps.filter(({ stage }) => groupOf(stage) === id))
  const ordered: readonly Arrow[] = stages.flatMap((stage, index) =>
    stage.flatMap((from) =>
      (stages[index + 1] ?? []).map((to) => ({ from: from.id, to: to.id, says: '', hidden: true as const })),
    ),
  )
  const arrows = [
    ...ordered,
    ...(source && first ? [{ from: 'github', to: first.id, says: '' }] : []),
    ...handed,
    ...worked.map(({ step, thing }) => ({ from: step.id, to: thing.id, says: '' })),
  ]
  const about = 'the stages in their order; arrows are artifacts handed on, and what an action works on'
  return { name, title: 'CI/CD', about, cards, groups, arrows }
}

// A stage that changes one stack: its change set is made, approved and executed.
const changesStack = (steps: readonly Step[]) =>
  steps.some(({ provider }) => provider === 'CloudFormation') &&
  steps.every(({ provider }) => provider === 'CloudFormation' || provider === 'approval')

const pascal = (id: string) => id.replace(/(?:^|[-/])(.)/g, (_, letter: string) => letter.toUpperCase())

// The pipeline of the stacks, one card for each; arrows are what a stack imports.
const drawStacks = (world: World, pipeline: Thing, name: string): Picture => {
  const steps = stepsOf(pipeline)
  const stages = [...new Set(steps.map(({ stage }) => stage))].filter((stage) =>
    changesStack(steps.filter((step) => step.stage === stage)),
  )
  const stackOf = new Map(world.things.map(({ stack }) => [pascal(stack), stack]))
  const idOf = (stage: string) => `${pipeline.id}/${stage}`
  const needs = (stage: string): readonly string[] => {
    const own = world.things.filter(({ stack }) => stack === stackOf.get(stage))
    const others = own
      .flatMap(({ stack, properties }) => world.follow(stack, properties))
      .map(({ stack }) => pascal(stack))
    return stages.filter((other) => other !== stage && others.includes(other))
  }
  return {
    name,
    title: 'CI/CD of the stacks',
    about: 'each stack by a change set, in the order of the numbers; arrows lead to who imports',
    cards: stages.map((stage, at) => ({
      id: idOf(stage),
      title: `${at + 1}. ${stackOf.get(stage) ?? stage}`,
      detail: steps.some((step) => step.stage === stage && step.provider === 'approval')
        ? 'change set · approval · execution'
        : 'change set · execution',
      kind: 'delivery' as const,
      outside: false,
    })),
    groups: [],
    arrows: stages.flatMap((stage) => needs(stage).map((from) => ({ from: idOf(from), to: idOf(stage), says: '' }))),
  }
}

/** The picture of each pipeline: the first under its stack's name, others with their own behind it. */
export const pipelinePicture = (world: World, flows: readonly Flow[]): readonly Picture[] =>
  world.things
    .filter(({ type }) => type === 'AWS::CodePipeline::Pipeline')
    .map((pipeline, at) => {
      const name =
        at === 0 ? pipeline.stack : `${pipeline.stack}-${pipeline.logicalId.replace(/Pipeline$/, '').toLowerCase()}`
      const steps = stepsOf(pipeline).filter(({ takes }) => takes.length > 0)
      const forStacks = steps.length > 0 && steps.every(({ provider }) => provider === 'CloudFormation')
      return forStacks ? drawStacks(world, pipeline, name) : draw(world, flows, { pipeline, name })
    })
