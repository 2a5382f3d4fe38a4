// The whole local AWS on this machine: every service, connected to the others, on real processes that end with it.
import { mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allServices, type Inside } from './all-services.ts'
import { installCommands } from './commands/install-commands.ts'
import { type LocalAws, startLocalAws } from './local-aws.ts'
import { marked } from './processes/marker.ts'
import { type Processes, processes } from './processes/processes.ts'
import type { Notice } from './world.ts'

/** The bundled programs that the local AWS starts. */
export interface Programs {
  readonly watchdog: string
  readonly docker: string
  readonly aws: string
  readonly curl: string
  /** What runs inside a function's process. */
  readonly functionRuntime: string
}

/** What the local AWS is started with. */
export interface MachineOptions {
  readonly port: number
  readonly account: string
  readonly region: string
  /** Names this run: the marker in the environment of every process it starts. */
  readonly id: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly programs: Programs
  /** Further variables of every build, such as a package cache. */
  readonly buildEnv?: Readonly<Record<string, string>>
  /** Divides the intervals of health checks; 1 is as slow as AWS. */
  readonly speed: number
  readonly notice: (notice: Notice) => void
}

/** The running local AWS, its processes and its inside. */
export interface Machine extends Inside {
  readonly aws: LocalAws
  readonly home: string
  /** The directory with `docker` and `aws` for builds and jobs. */
  readonly commands: string
  readonly processes: Processes
  /** Ends everything: listeners, tasks, builds, databases, directories. Safe to call twice. */
  readonly stop: () => Promise<void>
}

const fourGiB = 4 * 1024 ** 3

// Builds write tens of thousands of small files; in memory that takes a fifth of the time. Where there is no such
// file system, or little room in it, the ordinary temporary directory serves.
const roomy = (): string => {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    const mounted = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === '/dev/shm')
    if (bavail * bsize > fourGiB && mounted && !/[ ,]noexec[ ,]/.test(mounted)) return '/dev/shm'
  } catch {
    // No Linux, no such file system.
  }
  return tmpdir()
}

/** Starts the local AWS. Whatever happens to this process, nothing that it started outlives it. */
export const startMachine = async (options: MachineOptions): Promise<Machine> => {
  // Covered by the watchdog before it exists, so that no instant is left in which it could stay behind.
  const home = join(roomy(), `launchway-${options.id.slice(0, 8)}`)
  const children = await processes({ id: options.id, watchdog: options.programs.watchdog, directories: [home] })
  let inside: Inside | undefined
  try {
    mkdirSync(home, { recursive: true })
    const { docker, aws: awsCommand, curl } = options.programs
    const commands = await installCommands(join(home, 'commands'), { docker, aws: awsCommand, curl })
    const aws = await startLocalAws({
      port: options.port,
      home,
      env: { ...options.env, ...marked(options.id) },
      account: options.account,
      region: options.region,
      notice: options.notice,
      services: (world, parts) => {
        const made = allServices(world, parts, {
          processes: children,
          commands,
          functionRuntime: options.programs.functionRuntime,
          speed: options.speed,
          buildEnv: { ...options.buildEnv, ...marked(options.id) },
        })
        inside = made.inside
        return made.added
      },
    })
    if (!inside) throw new Error('the services were not made')
    let stopping: Promise<void> | undefined
    const stop = async () => {
      await aws.stop().catch(() => {})
      await children.stop()
    }
    return {
      ...inside,
      aws,
      home,
      commands,
      processes: children,
      stop: () => {
        stopping ??= stop()
        return stopping
      },
    }
  } catch (error) {
    await children.stop()
    throw error
  }
}
