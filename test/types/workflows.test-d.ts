// Wrong references in workflows: each must not compile. The reason stands behind the marker.
import {
  context,
  environment,
  github,
  job,
  manual,
  onPullRequest,
  onRelease,
  role,
  script,
  type Workflow,
  workflow,
} from '#model'
import type { JobFactory, StepsItem, WorkflowRootStrict } from '#pipelines/workflows/workflow-types.generated.ts'

const repo = github('acme/cruddur')
const production = environment('production', { account: '111111111111', region: 'ca-central-1' })
const deployer = role('deployer', production)

const tag = script('Name it', { run: 'echo "tag=1" >> "$GITHUB_OUTPUT"', outputs: ['tag'] })
const build = job('build', { on: [onRelease(repo)], steps: [tag], gives: { tag: tag.outputs.tag } })

// What is right compiles.
job('publish', {
  on: [onRelease(repo)],
  if: build.succeeded,
  steps: [script('Say it', { run: 'echo "$TAG"', env: { TAG: build.outputs.tag, SHA: context.sha } })],
})
job('by-hand', { on: [manual()], environment: production, role: deployer, steps: [] })
job('without-a-role', { on: [manual()], steps: [] })

// @ts-expect-error a job gives only what its `gives` names
build.outputs.tags

// @ts-expect-error a step gives only the outputs it declares
tag.outputs.version

// @ts-expect-error an output of a step is not known outside of the steps of its job
job('publish', { on: [onRelease(repo)], if: tag.outputs.tag, steps: [] })

// @ts-expect-error an output of another job comes from that job, not from its step
job('publish', { on: [onRelease(repo)], steps: [], gives: { tag: build.outputs.tag satisfies typeof tag.outputs.tag } })

// @ts-expect-error a condition is an expression of something that exists, not a text
job('publish', { on: [onRelease(repo)], if: "needs.biuld.result == 'success'", steps: [] })

// @ts-expect-error a job waits for jobs, not for their names
job('publish', { on: [onRelease(repo)], after: ['build'], steps: [] })

// @ts-expect-error a role taken by hand, from any ref, needs an environment: nothing else bounds its subject
job('by-hand', { on: [manual()], role: deployer, steps: [] })

// @ts-expect-error nor does another trigger beside it help
job('by-hand', { on: [onRelease(repo), manual()], role: deployer, steps: [] })

// @ts-expect-error a role has no subject: who may take it follows from the jobs that do
role('deployer', production, { subject: 'repo:acme/*' })

// @ts-expect-error the environment of a job is an environment, not its name
job('by-name', { on: [onPullRequest(repo)], environment: 'production', steps: [] })

// @ts-expect-error id-token: write follows from the role and cannot be written
job('token', { on: [onRelease(repo)], permissions: { 'id-token': 'write' }, steps: [] })

// @ts-expect-error a workflow has no triggers of its own: they are those of its jobs
workflow('x', { title: 'X', on: [], jobs: [build], concurrency: { group: 'x', cancelInProgress: false } })

const printed: WorkflowRootStrict = { on: { push: { branches: ['main'] } }, jobs: {} }
// @ts-expect-error GitHub knows no such key of a workflow
const misspelt: WorkflowRootStrict = { ...printed, job: {} }
// @ts-expect-error a job without a runner
const withoutRunner: JobFactory = { steps: [] }
// @ts-expect-error GitHub knows no such permission level
const level: JobFactory = { 'runs-on': 'ubuntu-24.04', permissions: { contents: 'all' } }
// @ts-expect-error a step runs a script or uses an action, never both
const both: StepsItem = { run: 'echo', uses: './actions/preview' }
// @ts-expect-error a step must do something
const neither: StepsItem = { name: 'nothing' }
// @ts-expect-error GitHub knows no such shell
const shell: StepsItem = { run: 'echo', shell: 'fish' }

/** Kept so that nothing above counts as unused. */
export const used: readonly unknown[] = [misspelt, withoutRunner, level, both, neither, shell, {} as Workflow]
