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
  readonly runOrder: number
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
        runOrder: Number(action.RunOrder ?? 1),
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

// Who hands an artifact to a step: who made it, or the steps before it in its stage that took it from there.
const handedBy =
  (steps: readonly Step[]) =>
  (step: Step, artifact: string): readonly Step[] => {
    const makers = steps.filter(({ makes }) => makes.includes(artifact))
    // What every action takes from the source says nothing of their order.
    if (makers.some(({ takes }) => takes.length === 0)) return makers
    const before = steps.filter(
      ({ stage, takes, runOrder }) => stage === step.stage && takes.includes(artifact) && runOrder < step.runOrder,
    )
    const last = Math.max(...before.map(({ runOrder }) => runOrder))
    return before.length > 0 ? before.filter(({ runOrder }) => runOrder === last) : makers
  }

interface Named {
  readonly pipeline: Thing
  readonly name: string
  readonly title: string
}

const draw = (world: World, flows: readonly Flow[], { pipeline, name, title }: Named): Picture => {
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
  const giversOf = handedBy(steps)
  const handed: readonly Arrow[] = steps.flatMap((step) =>
    [...new Set(step.takes.flatMap((artifact) => giversOf(step, artifact)))].map((from) => ({
      from: from.id,
      to: step.id,
      says: '',
    })),
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
  return { name, title, about, cards, groups, arrows }
}

// A stage that changes one stack: its change set is made, approved and executed.
const changesStack = (steps: readonly Step[]) =>
  steps.some(({ provider }) => provider === 'CloudFormation') &&
  steps.every(({ provider }) => provider === 'CloudFormation' || provider === 'approval')

const pascal = (id: string) => id.replace(/(?:^|[-/])(.)/g, (_, letter: string) => letter.toUpperCase())

// The pipeline of the stacks, one card for each; arrows are what a stack imports.
const drawStacks = (world: World, { pipeline, name, title }: Named): Picture => {
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
    title,
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

const isOfStacks = (pipeline: Thing): boolean => {
  const steps = stepsOf(pipeline).filter(({ takes }) => takes.length > 0)
  return steps.length > 0 && steps.every(({ provider }) => provider === 'CloudFormation')
}

/** The picture of each pipeline: the first under the name of its stack, others with their own behind it. */
export const pipelinePicture = (world: World, flows: readonly Flow[]): readonly Picture[] => {
  const pipelines = world.things.filter(({ type }) => type === 'AWS::CodePipeline::Pipeline')
  const releases = pipelines.filter((each) => !isOfStacks(each))
  return pipelines.map((pipeline, at) => {
    // A pipeline may be in a nested template, `cicd/release`.
    const [stack = pipeline.stack] = pipeline.stack.split('/')
    const own = pipeline.logicalId.replace(/Pipeline$/, '').toLowerCase()
    const name = at === 0 ? stack : `${stack}-${own}`
    if (!releases.includes(pipeline)) return drawStacks(world, { pipeline, name, title: 'CI/CD of the stacks' })
    const title = releases.length > 1 && own !== '' ? `CI/CD: ${own}` : 'CI/CD'
    return draw(world, flows, { pipeline, name, title })
  })
}
