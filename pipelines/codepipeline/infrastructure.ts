import { changeSetName } from '#cfn/stacks/change-set-action.ts'
import {
  type Delivery,
  type Environment,
  fault,
  type InfrastructurePipeline,
  type Name,
  type Pipeline,
  type PipelineAction,
  pipelineAction,
  type Stack,
  type Stage,
  stage,
} from '#model'
import { packageCode } from './package-code.ts'

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
  const packages = each.code.map((code) => ({
    code,
    action: packageCode(`${each.id}-package`, { code, source: source.artifact }),
  }))
  const first = packages.length > 0 ? 2 : 1
  const prepare = pipelineAction(`${each.id}-prepare`, {
    runOrder: first,
    inputs: [source.artifact],
    does: {
      kind: 'prepare-change-set',
      stackName: each.name,
      templatePath: templatePath(each),
      parameters: {
        ...each.parameters,
        ...Object.fromEntries(packages.map(({ code, action }) => [code.parameter, action.exports.CODE_KEY.text])),
      },
      roleName: choice.role,
    },
  })
  const asked = choice.approve ? askFor(each, { environment, source, first: first + 1 }) : []
  const execute = pipelineAction(`${each.id}-execute`, {
    runOrder: first + 3,
    does: { kind: 'execute-change-set', stackName: each.name },
  })
  return stage(each.id, [...packages.map(({ action }) => action), prepare, ...asked, execute])
}

// The text of an approval has at most 1,000 characters. AWS CodePipeline User Guide, "Manual approval action reference".
const showCommands = [
  `LISTED="$(aws cloudformation describe-change-set --stack-name "$STACK" --change-set-name ${changeSetName} --query 'Changes[].ResourceChange.[Action, LogicalResourceId, Replacement]' --output text)"`,
  `printf '%s\\n' "$LISTED"`,
  `export CHANGES="$(printf '%s' "$LISTED" | tr '\\t\\n' ' ;' | head -c 700)"`,
  'if [ -z "$CHANGES" ]; then export CHANGES="nothing changes"; fi',
] as const

// What the change set would do, in the approval's own words: action, resource, and whether it is replaced.
const askFor = (
  each: Stack,
  { environment: e, source, first }: { environment: Environment; source: Source; first: number },
): readonly PipelineAction[] => {
  const show = pipelineAction(`${each.id}-show`, {
    runOrder: first,
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
    runOrder: first + 1,
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
 * The pipeline of an environment's stacks, the artifact bucket's first: one change set and one approval at a time, in the
 * order of the exports. The stack that it is in is not among them, nor are those of another region.
 */
export const infrastructurePipelineOf = (d: Delivery, given: Given): Pipeline => {
  const source = sourceOf(d)
  const { environment } = given
  const stacks = given.stacks.filter((each) => isPlain(each) && each.environment.region === environment.region)
  if (stacks.length + 1 > mostStages)
    throw fault({
      at: `environment ${environment.name}`,
      code: 'pipeline-too-long',
      says: `the infrastructure pipeline would have ${stacks.length + 1} stages, one a stack; CodePipeline takes at most ${mostStages}`,
      fix: 'name the environments that are small enough, infrastructurePipeline({ environments: [ … ] }), and deploy this one with "launchway deploy"',
    })
  return {
    suffix: 'infrastructure',
    branch: d.repo.release,
    stages: [stage('source', [source]), ...stacks.map((each) => stageOf(each, given, source))],
    // Change sets of two commits must not overtake each other.
    mode: 'QUEUED',
    starts: {
      includes: [
        `cfn/out/${environment.name}/**`,
        ...new Set(stacks.flatMap(({ code }) => code.map(({ folder }) => `${folder}/**`))),
      ],
    },
    ...(given.choice.notify && { notify: given.choice.notify }),
  }
}

// A pipeline does not change itself: its stack holds nested templates that must be uploaded first, and an execution whose
// pipeline is updated under it goes on with the old one. `launchway deploy` changes it.
const isPlain = ({ id, nested }: Stack): boolean => id !== 'cicd' && nested.length === 0
