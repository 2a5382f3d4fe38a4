import { Document, isMap, isScalar, isSeq } from 'yaml'
import { type Delivery, type File, filePath, generatedHeader, type Workflow } from '#model'
import { pins } from './pins.ts'
import { printJob } from './print-job.ts'
import { triggersOf } from './triggers.ts'
import type { WorkflowRootStrict } from './workflow-types.generated.ts'

/** What people edit instead of a generated workflow. */
const source = 'launchway.config.ts'

/** The file of a workflow: the one owner of its path. */
const workflowPath = (of: Workflow): File['path'] => filePath('.github', 'workflows', `${of.name}.yml`)

const rootOf = (d: Delivery, of: Workflow): WorkflowRootStrict => ({
  name: of.title,
  on: triggersOf(of),
  permissions: {},
  concurrency: { group: of.concurrency.group, 'cancel-in-progress': of.concurrency.cancelInProgress },
  // `bash` named: with -o pipefail. Left out, GitHub runs bash without it, and a failing `aws … | …` passes.
  defaults: { run: { shell: 'bash' } },
  jobs: Object.fromEntries(of.jobs.map((job) => [job.id, printJob(d, { workflow: of, job })])),
})

const versionsOf = (of: Workflow): ReadonlyMap<string, string> => {
  const login = pins.configureAwsCredentials
  const steps = of.jobs.flatMap((job) => job.steps)
  return new Map([
    [`${login.action}@${login.commit}`, login.version],
    ...steps.flatMap((step) => (step.uses && step.version ? [[step.uses, step.version] as const] : [])),
  ])
}

const addComment = (node: unknown, comment: string | undefined) => {
  if (isScalar(node) && comment !== undefined) node.comment = ` ${comment}`
}

const reasonOf: Readonly<Record<string, string>> = {
  'contents: read': 'to check the repository out',
  'contents: write': 'to write to the repository',
  'pull-requests: read': 'to read pull requests',
  'pull-requests: write': 'to keep the comment on the pull request',
  'checks: read': 'to read check runs',
  'checks: write': 'to write check runs',
}

const addComments = (document: Document, of: Workflow) => {
  const versions = versionsOf(of)
  for (const job of of.jobs) {
    const steps = document.getIn(['jobs', job.id, 'steps'])
    for (const step of isSeq(steps) ? steps.items : []) {
      const uses = isMap(step) ? step.get('uses', true) : undefined
      // A commit says nothing to a reader; the release it is does.
      addComment(uses, isScalar(uses) ? versions.get(String(uses.value)) : undefined)
    }
    const permission = (key: string): unknown => document.getIn(['jobs', job.id, 'permissions', key], true)
    for (const [key, level] of Object.entries(job.permissions))
      addComment(permission(key), reasonOf[`${key}: ${level}`])
    addComment(permission('id-token'), job.role && `to take the role ${job.role.name}`)
  }
}

const addBlankLines = (document: Document) => {
  const root = document.contents
  for (const pair of isMap(root) ? root.items : [])
    if (isScalar(pair.key) && pair.key.value !== 'name') pair.key.spaceBefore = true
}

/** Prints one workflow. */
export const printWorkflow = (d: Delivery, of: Workflow): File => {
  const document = new Document(rootOf(d, of), { compat: 'yaml-1.1', aliasDuplicateObjects: false })
  document.commentBefore = generatedHeader(source).replace(/^#/, '')
  addComments(document, of)
  addBlankLines(document)
  // YAML 1.1 reads `on` as true; GitHub does not, and nobody writes it with quotes.
  const text = document.toString({ lineWidth: 0 }).replace(/^"on":/m, 'on:')
  return { path: workflowPath(of), text, from: source }
}
