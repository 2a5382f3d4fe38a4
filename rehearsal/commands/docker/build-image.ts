// Builds a Dockerfile: its instructions run one after the other as processes of this machine.
import { randomUUID } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { environmentOf } from '../../ecr/oci/image-process.ts'
import { type CommandLine, Refusal } from '../command-line.ts'
import { baseImage } from './base-image.ts'
import { ignoreRules, ignoring, walk } from './build-context.ts'
import type { BuildFlags } from './build-flags.ts'
import { copyHash, planCopy, unpackArchive, writeCopy, writeDocument } from './copy-step.ts'
import { type Dockerfile, flag, type Instruction, readDockerfile, type Stage } from './dockerfile.ts'
import { expand, jsonArray, words } from './expand.ts'
import { type ImageStore, loadImage, storeImage } from './image-store.ts'
import { metadataStep, pairsOf } from './metadata-step.ts'
import { refuseSystemPackages, runStep } from './run-step.ts'
import { filesystemStep, materialize, nextKey, type StageState } from './stage.ts'

export interface BuiltImage {
  readonly id: string
  readonly manifest: string
}

/** The stages a target needs, in their order: what is not needed is not built. */
const neededStages = ({ stages }: Dockerfile, target: number): readonly number[] => {
  const needed = new Set<number>()
  const indexOf = (name: string, before: number) => {
    const byName = stages.findIndex((stage, index) => index < before && stage.name === name.toLowerCase())
    return byName >= 0 ? byName : /^\d+$/.test(name) && Number(name) < before ? Number(name) : -1
  }
  const need = (index: number) => {
    if (index < 0 || needed.has(index)) return
    needed.add(index)
    const stage = stages[index] as Stage
    const mounts = stage.instructions.flatMap((one) => one.flags.map(({ value }) => /from=([^,]+)/.exec(value)?.[1]))
    const froms = [stage.image, ...stage.instructions.map((one) => flag(one, 'from')), ...mounts]
    for (const from of froms) if (from) need(indexOf(from, index))
  }
  need(target)
  return [...needed].sort((a, b) => a - b)
}

const argument = (
  instruction: Instruction,
  given: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string>>,
) => {
  const at = instruction.text.indexOf('=')
  const name = at < 0 ? instruction.text : instruction.text.slice(0, at)
  const fallback = at < 0 ? known[name] : Object.values(pairsOf(instruction.text, known))[0]
  return [name, given[name] ?? fallback] as const
}

/** Builds the image that the flags ask for; output goes line by line to `say`. */
export const buildImage = async (store: ImageStore, flags: BuildFlags, line: CommandLine): Promise<BuiltImage> => {
  const text = await readFile(flags.dockerfile, 'utf8').catch(() => {
    throw new Refusal(`ERROR: failed to read dockerfile: open ${flags.dockerfile}: no such file or directory`)
  })
  const dockerfile = readDockerfile(text)
  const target =
    flags.target === undefined
      ? dockerfile.stages.length - 1
      : dockerfile.stages.findIndex((one) => one.name === flags.target)
  if (target < 0) throw new Refusal(`ERROR: failed to solve: target stage "${flags.target}" could not be found`)
  const needed = neededStages(dockerfile, target)
  // Everything that cannot work is refused before anything runs.
  for (const index of needed) {
    for (const one of (dockerfile.stages[index] as Stage).instructions)
      if (one.name === 'RUN') refuseSystemPackages(one)
  }
  const rules = ignoring(await ignoreRules(flags.context, flags.dockerfile))
  const contextFiles = walk(flags.context, rules)
  const scratch = join(store.directory, 'builds', randomUUID())
  await mkdir(scratch, { recursive: true })
  const architecture = flags.platform?.split('/')[1] ?? (process.arch === 'arm64' ? 'arm64' : 'amd64')
  const platformArgs = {
    TARGETPLATFORM: `linux/${architecture}`,
    TARGETOS: 'linux',
    TARGETARCH: architecture,
    BUILDPLATFORM: `linux/${architecture}`,
  }
  const globals: Record<string, string> = { ...platformArgs }
  for (const one of dockerfile.args) {
    const [name, value] = argument(one, flags.buildArgs, globals)
    if (value !== undefined) globals[name] = value
  }
  const built = new Map<number, StageState>()
  const stageOf = (name: string) => {
    const index = dockerfile.stages.findIndex((one, at) => one.name === name.toLowerCase() || String(at) === name)
    return built.get(index)
  }
  const directoryOf = (stage: StageState) => join(scratch, String([...built.values()].indexOf(stage)))
  const say = flags.quiet ? () => {} : line.err
  let step = 0

  const start = async (stage: Stage): Promise<StageState> => {
    const image = expand(stage.image, globals)
    const earlier = stageOf(image)
    const empty = { args: {}, shell: ['/bin/sh', '-c'], rootfs: undefined, seen: undefined }
    if (earlier) {
      const { key, config, layers, history, shell } = earlier
      return { ...empty, key: nextKey(key, 'FROM'), config, layers, history: [...history], shell }
    }
    const local = await store.find(image)
    if (local) {
      const { manifest, config } = await loadImage(store, local)
      return {
        ...empty,
        key: nextKey(local.id),
        config: config.config,
        layers: manifest.layers,
        history: [...(config.history ?? [])],
      }
    }
    const base = baseImage(image, process.version)
    if (!base) {
      const known = 'the local build starts from node, nginx, scratch, an earlier stage or an image built here'
      throw new Refusal(`Dockerfile:${stage.from.line}: FROM ${image}: ${known}; this base needs a container engine`)
    }
    if (base.note) say(`#${step} ${base.note}`)
    return { ...empty, key: nextKey('base', image, architecture), config: base.config, layers: [], history: [] }
  }

  const copy = async (state: StageState, instruction: Instruction, values: Record<string, string>) => {
    const place = `Dockerfile:${instruction.line}`
    const parts = jsonArray(instruction.text) ?? words(instruction.text)
    const [sources, destination] = [
      parts.slice(0, -1).map((one) => expand(one, values)),
      expand(parts.at(-1) ?? '', values),
    ]
    if (sources.length === 0)
      throw new Refusal(`${place}: ${instruction.name} takes at least one source and a destination`)
    const remote = sources.find((one) => /^(?:https?:|git@)/.test(one))
    if (remote) throw new Refusal(`${place}: ${instruction.name} ${remote}: the local build copies local files only`)
    const workingDirectory = state.config.WorkingDir ?? '/'
    const from = flag(instruction, 'from')
    const chmod = flag(instruction, 'chmod')
    const mode = chmod === undefined ? undefined : Number.parseInt(chmod, 8)
    const documents = instruction.documents.filter(({ name }) =>
      sources.some((one) => one.includes(`<<`) && one.includes(name)),
    )
    const other = from === undefined ? undefined : stageOf(expand(from, values))
    if (from !== undefined && !other)
      throw new Refusal(`${place}: ${instruction.name} --from=${from}: there is no earlier stage of that name`)
    const plan = async (isDirectory: (path: string) => boolean) => {
      const root = other ? await materialize(other, store, directoryOf(other)) : flags.context
      const files = other ? await walk(root) : await contextFiles
      const named = sources.filter((one) => !one.includes('<<'))
      return planCopy({ place, sources: named, destination, workingDirectory, root, files, isDirectory })
    }
    // Where the files land depends on the image only when one file goes to an existing directory: hashed as written.
    const content = other
      ? other.key
      : documents.length
        ? documents.map((one) => one.body).join('\0')
        : await copyHash(await plan(() => false))
    const key = nextKey(
      state.key,
      instruction.name,
      instruction.text,
      JSON.stringify(instruction.flags),
      sources.join(),
      content,
    )
    return filesystemStep(state, {
      store,
      directory: directoryOf(state),
      key,
      createdBy: `${instruction.name} ${instruction.text}`,
      useCache: !flags.noCache,
      kind: instruction.name === 'ADD' ? 'run' : 'copy',
      apply: async (rootfs) => {
        const isDirectory = (path: string) =>
          lstatSync(join(rootfs, path), { throwIfNoEntry: false })?.isDirectory() ?? false
        const into = posix.resolve(workingDirectory, destination)
        const archive =
          instruction.name === 'ADD' && sources.length === 1 && /\.(?:tar|tar\.gz|tgz)$/.test(sources[0] as string)
        if (archive) return void (await unpackArchive(join(flags.context, sources[0] as string), rootfs, into))
        const written: string[] = []
        for (const { name, body } of documents) {
          written.push(
            ...(await writeDocument(body, rootfs, destination.endsWith('/') ? posix.join(into, name) : into)),
          )
        }
        if (sources.some((one) => !one.includes('<<')))
          written.push(...(await writeCopy(await plan(isDirectory), rootfs, mode)))
        return written
      },
    })
  }

  const run = (state: StageState, instruction: Instruction) => {
    const args = Object.entries(state.args).map(([name, value]) => `${name}=${value}`)
    const documents = instruction.documents.map((one) => one.body)
    const key = nextKey(state.key, 'RUN', instruction.text, JSON.stringify(instruction.flags), ...args, ...documents)
    return filesystemStep(state, {
      store,
      directory: directoryOf(state),
      key,
      createdBy: `RUN ${instruction.text}`,
      useCache: !flags.noCache,
      kind: 'run',
      apply: async (rootfs) => {
        await runStep({
          instruction,
          rootfs,
          config: state.config,
          args: state.args,
          shell: state.shell,
          cache: join(store.directory, 'cache-mounts'),
          scratch,
          context: flags.context,
          stageRoot: async (name) => {
            const other = stageOf(name)
            if (!other) throw new Refusal(`Dockerfile:${instruction.line}: there is no earlier stage "${name}"`)
            return materialize(other, store, directoryOf(other))
          },
          secrets: flags.secrets,
          line,
          onLine: (text) => say(`#${step} ${text}`),
        })
        return undefined
      },
    })
  }

  const workdir = (state: StageState, instruction: Instruction, values: Record<string, string>) => {
    const path = posix.resolve(state.config.WorkingDir ?? '/', expand(instruction.text, values))
    state.config = { ...state.config, WorkingDir: path }
    const parts = path.split('/').filter(Boolean)
    return filesystemStep(state, {
      store,
      directory: directoryOf(state),
      key: nextKey(state.key, 'WORKDIR', path),
      createdBy: `WORKDIR ${path}`,
      useCache: !flags.noCache,
      kind: 'copy',
      apply: async (rootfs) => {
        await mkdir(join(rootfs, path), { recursive: true })
        return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
      },
    })
  }

  const apply = async (state: StageState, instruction: Instruction): Promise<boolean | undefined> => {
    const values = { ...state.args, ...environmentOf(state.config.Env) }
    if (instruction.name === 'RUN') return run(state, instruction)
    if (instruction.name === 'COPY' || instruction.name === 'ADD') return copy(state, instruction, values)
    if (instruction.name === 'WORKDIR') return workdir(state, instruction, values)
    if (instruction.name === 'ARG') {
      const [name, value] = argument(instruction, flags.buildArgs, { ...globals, ...values })
      if (value !== undefined) state.args[name] = value
      return undefined
    }
    if (instruction.name === 'SHELL') {
      state.shell = jsonArray(instruction.text) ?? state.shell
      return undefined
    }
    const config = metadataStep(instruction, { config: state.config, values, shell: state.shell })
    if (!config) throw new Refusal(`Dockerfile:${instruction.line}: unknown instruction ${instruction.name}`)
    state.config = config
    state.key = nextKey(state.key, instruction.name, instruction.text, JSON.stringify(config))
    state.history.push({ created_by: `${instruction.name} ${instruction.text}`, empty_layer: true })
    return undefined
  }

  try {
    for (const index of needed) {
      const stage = dockerfile.stages[index] as Stage
      step++
      say(`#${step} [${stage.name ?? `stage-${index}`}] FROM ${expand(stage.image, globals)}`)
      const state = await start(stage)
      built.set(index, state)
      for (const instruction of stage.instructions) {
        step++
        say(`#${step} [${stage.name ?? `stage-${index}`}] ${instruction.name} ${instruction.text.split('\n')[0]}`)
        const cached = await apply(state, instruction)
        if (cached !== undefined) say(`#${step} ${cached ? 'CACHED' : 'DONE'}`)
      }
    }
    const { config, layers, history } = built.get(target) as StageState
    const Labels = { ...config.Labels, ...flags.labels }
    const whole = Object.keys(Labels).length ? { ...config, Labels } : config
    const rootfs = { type: 'layers' as const, diff_ids: layers.map((layer) => layer.digest) }
    return await storeImage(store, { config: { architecture, os: 'linux', config: whole, rootfs, history }, layers })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
