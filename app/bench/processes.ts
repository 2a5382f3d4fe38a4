import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { devNull } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Usage } from './child.ts'
import type { Load, Loaded } from './load.ts'

/** A measured process: where it listens, and what it uses. */
export type Measured = { readonly port: number; usage(of?: 'collect' | 'now'): Promise<Usage> }

const started = (name: string, env: NodeJS.ProcessEnv): ChildProcess => {
  const child = fork(fileURLToPath(new URL(`${name}.js`, import.meta.url)), {
    env: { ...process.env, ...env },
    execArgv: ['--expose-gc', ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [])],
    stdio: ['ignore', openSync(devNull, 'w'), 'inherit', 'ipc'],
  })
  child.once('exit', (code) => code && console.error(`bench: ${name} ended with ${code}`))
  return child
}

const asked = async <A>(child: ChildProcess, question: unknown): Promise<A> => {
  const answer = once(child, 'message')
  child.send(question as object)
  return (await answer)[0]
}

/** Starts a process that is measured; it ends with this one, or when its channel is closed. */
export async function measured(name: string, env: NodeJS.ProcessEnv): Promise<Measured & { stop(): void }> {
  const child = started(name, env)
  const [{ port }] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${name} did not start`))),
  ])
  return { port, usage: (of = 'now') => asked<Usage>(child, of), stop: () => child.disconnect() }
}

/** Starts the process that loads the others. */
export function loader(): { run(load: Load): Promise<Loaded>; stop(): void } {
  const child = started('load', {})
  return {
    async run(load) {
      const answer = await asked<Loaded | { failed: string }>(child, load)
      if ('failed' in answer) throw new Error(answer.failed)
      return answer
    },
    stop: () => child.disconnect(),
  }
}
