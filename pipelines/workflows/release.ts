import { pipelineNameOf } from '#cfn/stacks/names.ts'
import {
  chosen,
  context,
  type Delivery,
  type Environment,
  type Job,
  job,
  manualRelease,
  role,
  script,
  type Workflow,
  workflow,
} from '#model'

// The commit that the run was started on: no later one slips in between.
const start = `\
for pipeline in $PIPELINES; do
  aws codepipeline start-pipeline-execution --name "$pipeline" \\
    --source-revisions "actionName=Source,revisionType=COMMIT_ID,revisionValue=$COMMIT" \\
    --query pipelineExecutionId --output text
done
`

const releaseOf = (d: Delivery, environment: Environment): Job => {
  const { repo } = d
  const pipelines = d.pipelines
    .filter(({ environments }) => !environments || environments.includes(environment))
    .map(({ name }) => pipelineNameOf(d, environment, name === 'release' ? undefined : name))
  return job(`release-${environment.name}`, {
    on: [manualRelease(repo, d.environments)],
    if: chosen(environment.name, repo.release),
    role: role('release', environment),
    permissions: {},
    steps: [
      script('Start the pipelines', {
        run: start,
        env: { PIPELINES: pipelines.join(' '), COMMIT: context.sha },
        grants: [{ may: 'start-pipelines', to: environment }],
      }),
    ],
  })
}

/**
 * Starts the pipelines of an environment by hand, from the release branch: what was released to one environment goes
 * on to the next, and what failed for another's fault is tried again.
 */
export const releaseWorkflow = (d: Delivery): Workflow =>
  workflow('release', {
    title: 'Release',
    // One environment's releases wait for each other, and none is cut short.
    concurrency: { group: 'release-${{ inputs.environment }}', cancelInProgress: false },
    jobs: d.environments.map((environment) => releaseOf(d, environment)),
  })
