import {
  type Delivery,
  type Job,
  job,
  onPullRequest,
  type Service,
  script,
  usePinned,
  type Workflow,
  workflow,
} from '#model'
import { checkout } from './checkout.ts'
import { pins } from './pins.ts'

const defaultNode = '22'

// No role, no secret, no cache that a later run would trust: this is the code of whoever opened the pull request.
const setUpNode = (version: string) =>
  usePinned('Set up Node', pins.setupNode, { with: { 'node-version': version, 'package-manager-cache': 'false' } })

const checkJob = (d: Delivery): Job =>
  job('check', {
    on: [onPullRequest(d.repo)],
    steps: [
      checkout(),
      setUpNode(defaultNode),
      script('Install', { run: 'npm ci' }),
      script('Generated files are fresh', { run: 'npx launchway generate --check' }),
      script('The delivery is sound', { run: 'npx launchway check' }),
    ],
  })

const testJob = (d: Delivery, service: Service): Job =>
  job(`test-${service.name}`, {
    on: [onPullRequest(d.repo)],
    timeoutMinutes: 30,
    steps: [
      checkout(),
      setUpNode(service.image.runtimes.nodejs ?? defaultNode),
      script('Test', { run: service.image.test.join('\n'), in: service.image.context }),
    ],
  })

/** Checks every pull request into the release branch: that what is generated is fresh and sound, and that tests pass. */
export const ciWorkflow = (d: Delivery): Workflow =>
  workflow('ci', {
    title: 'CI',
    // Only the newest commit of a pull request is worth the minutes.
    concurrency: { group: 'ci-${{ github.ref }}', cancelInProgress: true },
    jobs: [
      checkJob(d),
      ...d.services.filter(({ image }) => image.test.length > 0).map((service) => testJob(d, service)),
    ],
  })
