// The edge of the preview: reads what GitHub hands in, writes what it shows. It changes nothing in the cloud.
import { info, setFailed, setOutput, summary } from '@actions/core'
import { context } from '@actions/github'
import { Fault, type Plan } from '#model'
import { awsCloud } from '#pipelines/cloud/index.ts'
import { preview } from '#pipelines/preview.ts'
import { planMarkdown } from '#pipelines/print/markdown.ts'
import { allChanges, flat, isRisky } from '#pipelines/print/summary.ts'
import { readManifest } from '#pipelines/read-manifest.ts'
import { annotate } from '../annotate.ts'
import { readInputs } from '../read-inputs.ts'
import { preview as action } from './action.ts'
import { commentsOf } from './comments.ts'
import { failureMarkdown } from './failure-markdown.ts'
import { keepComment, markerOf } from './keep-comment.ts'

const env = process.env
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Tries to make the plan; a fault is as much a thing to show as a plan is. */
const planOrFault = async (manifest: ReturnType<typeof readManifest>): Promise<Plan | Fault> => {
  try {
    const cloud = awsCloud({ region: manifest.region, env, sleep })
    return await preview(cloud, manifest, `${context.runId}-${env.GITHUB_RUN_ATTEMPT ?? 1}`)
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
}

const run = async (): Promise<void> => {
  const inputs = readInputs(action, env)
  const manifest = readManifest(
    { root: env.GITHUB_WORKSPACE ?? '.', env },
    inputs.environment,
    inputs.manifest || undefined,
  )
  const made = await planOrFault(manifest)
  const failed = made instanceof Fault
  const text = failed ? failureMarkdown(manifest.environment, made.findings) : planMarkdown(made)

  await summary.addRaw(text, true).write()
  const number = context.payload.pull_request?.number
  if (number === undefined) info('this is no pull request: the preview is in the job summary only')
  else {
    const comments = commentsOf({ token: inputs['github-token'], ...context.repo, number })
    setOutput('comment-id', await keepComment(comments, { marker: markerOf(manifest), text }))
  }
  if (failed) throw made
  const changes = flat(allChanges(made))
  setOutput('changes', changes.length)
  setOutput('risky', changes.filter(isRisky).length)
}

run().catch((error: unknown) => {
  // Anything else is our own bug: Node prints its stack and fails the step.
  if (!(error instanceof Fault)) throw error
  annotate(error.findings)
  const many = error.findings.length
  setFailed(`the preview failed with ${many === 1 ? 'one finding' : `${many} findings`}`)
})
