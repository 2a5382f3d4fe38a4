import { Worker } from 'node:worker_threads'
import { Fault, type Finding } from '#model'
import type { Checked } from '../checked.ts'

/** What the worker answers: values only, as they pass between threads. */
export type CheckedApart =
  | ({ readonly is: 'checked' } & Checked)
  | { readonly is: 'fault'; readonly findings: readonly Finding[]; readonly exit: Fault['exit'] }

/**
 * `checkDelivery` in a thread of its own. The validator holds half a gigabyte, which goes with the thread: a process that
 * size takes milliseconds more to start each of the hundreds of children of a rehearsal.
 */
export const checkApart = async (program: string, given: { readonly root: string; readonly config: string }) => {
  const answer = await new Promise<CheckedApart>((resolve, reject) => {
    const worker = new Worker(program, { workerData: { root: given.root, config: given.config } })
    worker.once('message', resolve).once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the check ended with ${code} and no answer`)))
  })
  if (answer.is === 'fault') throw new Fault(answer.findings, answer.exit)
  return answer
}
