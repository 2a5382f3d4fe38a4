// Whoever opens an issue or a pull request writes these texts, and an expression inside a script becomes part of it.
// https://docs.github.com/actions/concepts/security/script-injections
import type { Finding } from '#model'
import { expressionsOf } from './expressions.ts'
import type { ReadStep, ReadWorkflow, Text } from './read-workflow.ts'

const untrusted = [
  /github\.head_ref\b/,
  /github\.event\.(issue|pull_request|discussion)\.(title|body)\b/,
  /github\.event\.(comment|review|review_comment)\.body\b/,
  /github\.event\.pull_request\.head\.(ref|label)\b/,
  /github\.event\.pull_request\.head\.repo\.default_branch\b/,
  /github\.event\.workflow_run\.(head_branch|display_title|head_commit\.(message|author\.(name|email)))\b/,
  /github\.event\.head_commit\.(message|(author|committer)\.(name|email))\b/,
  /github\.event\.(commits|pages)\b/,
]

const scriptsOf = (step: ReadStep): readonly Text[] => {
  const script = /^actions\/github-script@/i.test(step.uses?.text ?? '') ? step.with.get('script') : undefined
  return [step.run, script].filter((each) => each !== undefined)
}

/** Texts that strangers write, put into a script as code. */
export const checkInjection = (workflow: ReadWorkflow): readonly Finding[] =>
  workflow.jobs
    .flatMap((job) => job.steps)
    .flatMap(scriptsOf)
    .flatMap((script) =>
      expressionsOf(script).flatMap(({ body, written }) =>
        untrusted.some((each) => each.test(body))
          ? [
              {
                code: 'script-injection',
                severity: 'error' as const,
                at: script.placeOf(written),
                says: `"${body.trim()}" is written by whoever opens a pull request or an issue, and runs here as code`,
                fix: `hand it over as text: env: { VALUE: "${written}" }, and "$VALUE" in the script`,
              },
            ]
          : [],
      ),
    )
