import { manifestFrom } from '#pipelines/generate.ts'
import { packCode } from '#pipelines/pack-code.ts'
import { preview } from '#pipelines/preview.ts'
import { planMarkdown } from '#pipelines/print/markdown.ts'
import { planText } from '#pipelines/print/text.ts'
import { paint } from '../paint.ts'
import { type Options, print } from '../report.ts'
import { session } from '../session.ts'

/** `launchway preview`: what a deployment would change, as CloudFormation's change sets say. */
export const previewCommand = async (options: Options & { readonly markdown?: boolean }): Promise<void> => {
  const { root, delivery, environment, cloud, run } = await session(options)
  const plan = await preview(cloud, manifestFrom(delivery, environment, packCode({ root, env: process.env })), run)
  if (options.json) print(JSON.stringify(plan, withoutTexts, 2))
  else print(options.markdown ? planMarkdown(plan) : planText(plan, paint))
}

// Templates are on disk already; a plan as JSON names them by path.
const withoutTexts = (key: string, value: unknown) => (key === 'template' || key === 'uploads' ? undefined : value)
