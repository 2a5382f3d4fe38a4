import { fault } from '#model'
import { eventText } from '#pipelines/print/text.ts'
import { watch } from '#pipelines/watch.ts'
import { watchedPipeline } from '#pipelines/watched.ts'
import { paint } from '../paint.ts'
import { type Options, print } from '../report.ts'
import { session } from '../session.ts'

/** `launchway watch`: follows one pipeline execution to its end; exit 1 when it does not succeed. */
export const watchCommand = async (options: Options & { readonly execution?: string }): Promise<void> => {
  const { delivery, environment, cloud, clock } = await session(options)
  const watched = await watchedPipeline(cloud, delivery, environment)
  let failed: string | undefined
  for await (const event of watch({
    cloud,
    clock,
    ...watched,
    ...(options.execution && { execution: options.execution }),
  })) {
    print(options.json ? JSON.stringify(event) : eventText(event, paint))
    if (event.subject === watched.pipeline && event.is === 'failed') failed = event.says
  }
  if (failed !== undefined)
    throw fault({
      at: `pipeline ${watched.pipeline}`,
      code: 'execution-failed',
      says: failed,
      fix: 'mend the first failed action above and merge the mend; the service still runs its last good image',
      exit: 1,
    })
}
