import { createInterface } from 'node:readline/promises'
import { fault, type Plan } from '#model'
import { manifestFrom } from '#pipelines/generate.ts'
import { packCode } from '#pipelines/pack-code.ts'
import { preview } from '#pipelines/preview.ts'
import { eventText, planText } from '#pipelines/print/text.ts'
import { run } from '#pipelines/run.ts'
import { paint } from '../paint.ts'
import { type Options, print } from '../report.ts'
import { session } from '../session.ts'

const agree = async (environment: string): Promise<boolean> => {
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await prompt.question(`Deploy this to ${environment}? Only "yes" does it: `)).trim() === 'yes'
  } finally {
    prompt.close()
  }
}

const declined = (says: string, fix: string) => fault({ at: 'deploy', code: 'declined', says, fix, exit: 3 })

const confirm = async (plan: Plan, yes: boolean | undefined) => {
  if (yes || plan.stacks.every((stack) => stack.kind === 'unchanged')) return
  if (!process.stdin.isTTY) throw declined('nobody is there to say yes; nothing was changed', 'add --yes')
  if (!(await agree(plan.environment))) throw declined('nothing was changed', 'run it again and answer "yes"')
}

/** `launchway deploy`: previews, asks, then executes the plan and follows every stack to its end. */
export const deployCommand = async (options: Options & { readonly yes?: boolean }): Promise<void> => {
  const { root, delivery, environment, cloud, clock, run: name } = await session(options)
  const plan = await preview(cloud, manifestFrom(delivery, environment, packCode({ root, env: process.env })), name)
  if (!options.json) print(planText(plan, paint))
  await confirm(plan, options.yes)
  const failed: string[] = []
  for await (const event of run(plan, { cloud, clock, run: name })) {
    print(options.json ? JSON.stringify({ ...event, fault: event.fault?.findings }) : eventText(event, paint))
    if (event.is === 'failed') failed.push(event.subject)
  }
  if (failed.length > 0)
    throw fault({
      at: `environment ${environment.name}`,
      code: 'deployment-failed',
      says: `these stacks did not reach their template: ${failed.join(', ')}`,
      fix: 'mend the first cause above, then run "launchway deploy" again: it goes on from here',
      exit: 1,
    })
}
