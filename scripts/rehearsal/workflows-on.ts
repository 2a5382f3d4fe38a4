import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { slugOf } from '#model'
import { workflowsOf } from '#pipelines/workflows/workflows.ts'
import { realClock } from '#rehearsal/clock.ts'
import { startLocalGitHub } from '#rehearsal/github/local-github.ts'
import { runWorkflow } from '#rehearsal/github/run-workflow.ts'
import type { Processes } from '#rehearsal/processes/processes.ts'
import { expectThat } from './ask.ts'
import { lowerPriority } from './lower-priority.ts'
import type { Rehearsing } from './rehearsing.ts'

type SpawnChild = Processes['spawn']

/** Runs the workflows that a push of this commit to the release branch starts. */
export interface RunWorkflows {
  (commit: string): Promise<void>
  readonly stop: () => Promise<void>
}

// GitHub's runner is a machine of its own.
const elsewhere =
  (spawn: SpawnChild): SpawnChild =>
  (request) => {
    const child = spawn(request)
    lowerPriority(child.pid)
    return child
  }

/** The local GitHub: each push to the release branch runs the committed workflow files, with real tokens and trust. */
export const workflowsOn = async (given: Omit<Rehearsing, 'patches'>): Promise<RunWorkflows> => {
  const { machine, delivery, repository, screen, git } = given
  const github = await startLocalGitHub({ now: realClock.now, id: randomUUID })
  machine.aws.core.sts.trustIssuer(github.issuer, () => github.jwks)
  const onPush = async (commit: string) => {
    const changed = (await git(repository.clone, 'diff', '--name-only', `${commit}^`, commit)).split('\n')
    for (const workflow of workflowsOf(delivery)) {
      const path = `.github/workflows/${workflow.name}.yml`
      const ended = await runWorkflow({
        file: { path, text: readFileSync(join(repository.clone, path), 'utf8') },
        event: { name: 'push', payload: { after: commit }, changed },
        repository: {
          slug: slugOf(delivery.repo),
          path: repository.bare,
          ...(delivery.repo.ids && { ids: delivery.repo.ids }),
        },
        ref: `refs/heads/${delivery.repo.release}`,
        sha: commit,
        github,
        home: join(machine.home, 'github'),
        env: given.env,
        path: [machine.commands],
        clock: realClock,
        id: randomUUID,
        notice: ({ from, subject, says }) => {
          if (says.trim() !== '') screen.line(from, `${subject}: ${says}`)
        },
        spawn: elsewhere(machine.processes.spawn),
        signal: machine.aws.world.signal,
      })
      expectThat(ended.conclusion !== 'failure', `workflow ${workflow.name} should succeed`, ended.conclusion)
    }
  }
  return Object.assign(onPush, { stop: github.stop })
}
