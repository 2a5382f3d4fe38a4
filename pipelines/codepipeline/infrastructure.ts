import { changeSetName } from '#cfn/stacks/change-set-action.ts'
import {
  type Delivery,
  type Environment,
  type InfrastructurePipeline,
  type Name,
  type Pipeline,
  type PipelineAction,
  pipelineAction,
  type Stack,
  type Stage,
  stage,
} from '#model'

interface Given {
  readonly environment: Environment
  readonly choice: InfrastructurePipeline
  /** The stacks to change, each after those it needs. */
  readonly stacks: readonly Stack[]
  readonly templatePath: (stack: Stack) => Name<'path'>
}

/** A pipeline has at most 50 stages. AWS CodePipeline User Guide, "Quotas in AWS CodePipeline". */
const mostStages = 50

// Every stack has a stage of its own, since a change set can only be made when what it imports is there.
const stageOf = (each: Stack, { choice, templatePath, environment }: Given, source: Source): Stage => {
  const prepare = pipelineAction(`${each.id}-prepare`, {
    runOrder: 1,
    inputs: [source.artifact],
    does: {
      kind: 'prepare-change-set',
      stackName: each.name,
      templatePath: templatePath(each),
      parameters: each.parameters,
      roleName: choice.role,
    },
  })
  const execute = pipelineAction(`${each.id}-execute`, {
    runOrder: 4,
    does: { kind: 'execute-change-set', stackName: each.name },
  })
  return stage(each.id, [prepare, ...(choice.approve ? askFor(each, environment, source) : []), execute])
}

// The text of an approval has at most 1,000 characters. AWS CodePipeline User Guide, "Manual approval action reference".
const showCommands = [
  `LISTED="$(aws cloudformation describe-change-set --stack-name "$STACK" --change-set-name ${changeSetName} --query 'Changes[].ResourceChange.[Action, LogicalResourceId, Replacement]' --output text)"`,
  `printf '%s\\n' "$LISTED"`,
  `export CHANGES="$(printf '%s' "$LISTED" | tr '\\t\\n' ' ;' | head -c 700)"`,
  'if [ -z "$CHANGES" ]; then export CHANGES="nothing changes"; fi',
] as const

// What the change set would do, in the approval's own words: action, resource, and whether it is replaced.
const askFor = (each: Stack, e: Environment, source: Source): readonly PipelineAction[] => {
  const show = pipelineAction(`${each.id}-show`, {
    runOrder: 2,
    inputs: [source.artifact],
    does: {
      kind: 'commands',
      commands: showCommands,
      facts: { STACK: { is: 'text', text: each.name } },
      grants: [],
      exports: ['CHANGES'],
    },
  })
  const approve = pipelineAction(`${each.id}-approve`, {
    runOrder: 3,
    does: {
      kind: 'approve',
      says: `${each.name} at ${source.exports.CommitId.text}: ${show.exports.CHANGES.text}`,
      link: `https://console.aws.amazon.com/cloudformation/home?region=${e.region}#/stacks?filteringText=${each.name}`,
    },
  })
  return [show, approve]
}

const sourceOf = (d: Delivery) => pipelineAction('source', { does: { kind: 'source', repo: d.repo } })
type Source = ReturnType<typeof sourceOf>

/**
 * The pipeline of an environment's stacks. What it runs from is not among them: the bucket of its artifacts, and the
 * stack that it is in. One change set and one approval at a time, in the order of the exports.
 */
export const infrastructurePipelineOf = (d: Delivery, given: Given): Pipeline => {
  const source = sourceOf(d)
  const stacks = given.stacks.filter((each) => isPlain(each) && each.environment.region === given.environment.region)
  if (stacks.length + 1 > mostStages)
    throw new Error(`${stacks.length} stacks do not fit into one pipeline, which has at most ${mostStages} stages`)
  return {
    suffix: 'infrastructure',
    branch: d.repo.release,
    stages: [stage('source', [source]), ...stacks.map((each) => stageOf(each, given, source))],
    // Change sets of two commits must not overtake each other.
    mode: 'QUEUED',
    starts: { includes: [`cfn/out/${given.environment.name}/**`] },
    ...(given.choice.notify && { notify: given.choice.notify }),
  }
}

// What must be uploaded first, and what lies in another region, is deployed with `launchway deploy`.
const isPlain = ({ id, nested, code }: Stack): boolean => !beside.has(id) && nested.length + code.length === 0

const beside: ReadonlySet<string> = new Set(['bootstrap', 'cicd'])
