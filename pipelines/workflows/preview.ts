import { preview as action } from '#actions/preview/action.ts'
import {
  context,
  type Delivery,
  type Environment,
  job,
  onPullRequest,
  role,
  use,
  type Workflow,
  workflow,
} from '#model'
import { checkout } from './checkout.ts'

const previewOf = (d: Delivery, environment: Environment) =>
  job(`preview-${environment.name}`, {
    on: [onPullRequest(d.repo)],
    // A pull request from a fork gets neither an id token nor a token that may comment.
    if: context.fromThisRepository,
    // Its subject is `pull_request`, which any branch of this repository can send: the role can only make change sets.
    role: role('preview', environment),
    permissions: { contents: 'read', 'pull-requests': 'write' },
    timeoutMinutes: 20,
    steps: [
      checkout(),
      use('Preview', action, {
        with: { environment: environment.name },
        grants: [{ may: 'preview-stacks', to: environment }],
      }),
    ],
  })

/** Shows on every pull request into the release branch what merging it would change, one job per environment. */
export const previewWorkflow = (d: Delivery): Workflow =>
  workflow('preview', {
    title: 'Preview',
    // A run that is cut short would leave its change sets behind.
    concurrency: { group: `preview-${context.pullRequestNumber.text}`, cancelInProgress: false },
    jobs: d.environments.map((each) => previewOf(d, each)),
  })
