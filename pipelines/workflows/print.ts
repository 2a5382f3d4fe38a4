import { type Delivery, type File, filePath, generatedHeader, type Job, type Workflow } from '#model'
import { printYaml } from '#model/print-yaml.ts'
import { pins } from './pins.ts'
import { printJob } from './print-job.ts'
import { triggersOf } from './triggers.ts'
import type { JobFactory, WorkflowRootStrict } from './workflow-types.generated.ts'

/** What people edit instead of a generated workflow. */
const source = 'launchway.config.ts'

/** The file of a workflow: the one owner of its path. */
const workflowPath = (of: Workflow): File['path'] => filePath('.github', 'workflows', `${of.name}.yml`)

type Jobs = ReadonlyMap<Job, JobFactory>

const rootOf = (of: Workflow, jobs: Jobs): WorkflowRootStrict => ({
  name: of.title,
  on: triggersOf(of),
  permissions: {},
  concurrency: { group: of.concurrency.group, 'cancel-in-progress': of.concurrency.cancelInProgress },
  // `bash` named: with -o pipefail. Left out, GitHub runs bash without it, and a failing `aws … | …` passes.
  defaults: { run: { shell: 'bash' } },
  jobs: Object.fromEntries([...jobs].map(([{ id }, job]) => [id, job])),
})

const versionsOf = (of: Workflow): ReadonlyMap<string, string> => {
  const login = pins.configureAwsCredentials
  const steps = of.jobs.flatMap((job) => job.steps)
  return new Map([
    [`${login.action}@${login.commit}`, login.version],
    ...steps.flatMap((step) => (step.uses && step.version ? [[step.uses, step.version] as const] : [])),
  ])
}

const reasonOf: Readonly<Record<string, string>> = {
  'contents: read': 'to check the repository out',
  'contents: write': 'to write to the repository',
  'pull-requests: read': 'to read pull requests',
  'pull-requests: write': 'to keep the comment on the pull request',
  'checks: read': 'to read check runs',
  'checks: write': 'to write check runs',
}

// A commit says nothing to a reader; the release it is does. So does why a job may do something.
const commentsOf = (of: Workflow, jobs: Jobs): ReadonlyMap<string, string> => {
  const versions = versionsOf(of)
  const comments = [...jobs].flatMap(
    ([job, { steps = [] }]): readonly (readonly [path: string, comment: string | undefined])[] => {
      const at = `jobs/${job.id}`
      return [
        ...steps.map(({ uses = '' }, step) => [`${at}/steps/${step}/uses`, versions.get(uses)] as const),
        ...Object.entries(job.permissions).map(
          ([key, level]) => [`${at}/permissions/${key}`, reasonOf[`${key}: ${level}`]] as const,
        ),
        [`${at}/permissions/id-token`, job.role && `to take the role ${job.role.name}`],
      ]
    },
  )
  return new Map(comments.flatMap(([path, comment]) => (comment === undefined ? [] : [[path, comment]])))
}

/** Prints one workflow. */
export const printWorkflow = (d: Delivery, of: Workflow): File => {
  const jobs = new Map(of.jobs.map((job) => [job, printJob(d, { workflow: of, job })]))
  const printed = printYaml(rootOf(of, jobs), { comments: commentsOf(of, jobs), apart: (key) => key !== 'name' })
  // YAML 1.1 reads `on` as true; GitHub does not, and nobody writes it with quotes.
  const text = `${generatedHeader(source)}\n\n${printed.replace(/^"on":/m, 'on:')}`
  return { path: workflowPath(of), text, from: source }
}
