import {
  type Delivery,
  type Environment,
  type Job,
  job,
  onBranch,
  onSchedule,
  role,
  script,
  type Workflow,
  workflow,
} from '#model'

// Nested stacks are detected with their parents' names in front, so they need no special case.
const detect = `\
drifted=0
stacks=$(aws cloudformation list-stacks \\
  --stack-status-filter CREATE_COMPLETE IMPORT_COMPLETE UPDATE_COMPLETE UPDATE_ROLLBACK_COMPLETE \\
  --query "StackSummaries[?starts_with(StackName, '$PREFIX')].StackName" --output text)
for stack in $stacks; do
  detection=$(aws cloudformation detect-stack-drift --stack-name "$stack" --query StackDriftDetectionId --output text)
  ask() {
    aws cloudformation describe-stack-drift-detection-status --stack-drift-detection-id "$detection" \\
      --query "$1" --output text
  }
  while [ "$(ask DetectionStatus)" = DETECTION_IN_PROGRESS ]; do sleep 5; done
  if [ "$(ask StackDriftStatus)" = DRIFTED ]; then
    drifted=1
    echo "::error title=stack-drifted::stack $stack is not as its template says; see the summary"
    echo "### $stack" >> "$GITHUB_STEP_SUMMARY"
    aws cloudformation describe-stack-resource-drifts --stack-name "$stack" \\
      --stack-resource-drift-status-filters MODIFIED DELETED --output text \\
      --query 'StackResourceDrifts[].[LogicalResourceId, ResourceType, StackResourceDriftStatus]' \\
      | sed 's/^/- /' >> "$GITHUB_STEP_SUMMARY"
  fi
done
exit "$drifted"
`

const driftOf = (d: Delivery, environment: Environment): Job =>
  job(`drift-${environment.name}`, {
    on: [onSchedule(d.repo, '17 5 * * *')],
    if: onBranch(d.repo.trunk),
    role: role('drift', environment),
    permissions: {},
    timeoutMinutes: 60,
    steps: [
      script('Compare stacks with what runs', {
        run: detect,
        env: { PREFIX: `${d.name}-${environment.name}-` },
        grants: [{ may: 'read-drift', to: environment }],
      }),
    ],
  })

/** Compares every stack with what really runs, every morning; fails when someone changed something by hand. */
export const driftWorkflow = (d: Delivery): Workflow =>
  workflow('drift', {
    title: 'Drift',
    concurrency: { group: 'drift', cancelInProgress: false },
    jobs: d.environments.map((environment) => driftOf(d, environment)),
  })
