import { fault } from '#model'
import type { Cloud } from '#pipelines/cloud/cloud.ts'
import type { Manifest } from '#pipelines/manifest.ts'
import { preview } from '#pipelines/preview.ts'
import { eventText, planText } from '#pipelines/print/text.ts'
import { run } from '#pipelines/run.ts'
import { paint } from '../paint.ts'
import { systemClock } from '../session.ts'
import type { Screen } from './screen.ts'

/** Previews every stack as a change set, prints it, and executes the plan with the code that would talk to AWS. */
export const deployStage = async (cloud: Cloud, manifest: Manifest, screen: Screen): Promise<void> => {
  const plan = await preview(cloud, manifest, 'rehearsal')
  screen.event(planText(plan, paint).trimEnd())
  const failed: string[] = []
  for await (const event of run(plan, { cloud, clock: systemClock, run: 'rehearsal' })) {
    if (event.is !== 'progress') screen.event(eventText(event, paint))
    if (event.is === 'failed') failed.push(event.subject)
  }
  if (failed.length > 0)
    throw fault({
      at: 'rehearsal',
      code: 'deployment-failed',
      says: `these stacks did not reach their template: ${failed.join(', ')}`,
      fix: 'mend the first cause above',
      exit: 1,
    })
}
