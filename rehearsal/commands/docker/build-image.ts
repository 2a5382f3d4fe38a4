// Builds a Dockerfile: its instructions run one after the other as processes of this machine.
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { environmentOf } from '../../ecr/oci/image-process.ts'
import { type CommandLine, Refusal } from '../command-line.ts'
import { baseImage } from './base-image.ts'
import { ignoreRules, ignoring, walk } from './build-context.ts'
import type { BuildFlags } from './build-flags.ts'
import { copyInstruction } from './copy-instruction.ts'
import { type Instruction, readDockerfile, type Stage } from './dockerfile.ts'
import { expand, jsonArray } from './expand.ts'
import { type ImageStore, loadImage, storeImage } from './image-store.ts'
import { metadataStep, pairsOf } from './metadata-step.ts'
import { neededStages } from './needed-stages.ts'
import { refuseSystemPackages, runStep } from './run-step.ts'
import { type FilesystemStep, filesystemStep, materialize, nextKey, type StageState } from './stage.ts'
import { dropTrees, keepTree } from './unpacked-trees.ts'

export interface BuiltImage {
  readonly id: string
  readonly manifest: string
}

type Values = Readonly<Record<string, string>>

const argument = (instruction: Instruction, given: Values, known: Values): readonly [string, string | undefined] => {
  const at = instruction.text.indexOf('=')
  const name = at < 0 ? instruction.text : instruction.text.slice(0, at)
  const fallback = at < 0 ? known[name] : Object.values(pairsOf(instruction.text, known))[0]
  return [name, given[name] ?? fallback]
}

/** Builds the image that the flags ask for; says on standard error what it does, unless told to be quiet. */
export const buildImage = async (store: ImageStore, flags: BuildFlags, line: CommandLine): Promise<BuiltImage> => {
  const text = await readFile(flags.dockerfile, 'utf8').catch(() => {
    throw new Refusal(`ERROR: failed to read dockerfile: open ${flags.dockerfile}: no such file or directory`)
  })
  const dockerfile = readDockerfile(text)
  const last = dockerfile.stages.length - 1
  const target = flags.target === undefined ? last : dockerfile.stages.findIndex((one) => one.name === flags.target)
  if (target < 0) throw new Refusal(`ERROR: failed to solve: target stage "${flags.target}" could not be found`)
  const needed = neededStages(dockerfile, target)
  // What cannot work is refused before anything runs.
  for (const index of needed) {
    for (const one of (dockerfile.stages[index] as Stage).instructions)
      if (one.name === 'RUN') refuseSystemPackages(one)
  }
  const contextFiles = walk(flags.context, ignoring(await ignoreRules(flags.context, flags.dockerfile)))
  const scratch = join(store.directory, 'builds', randomUUID())
  await mkdir(scratch, { recursive: true })
  const architecture = flags.platform?.split('/')[1] ?? (process.arch === 'arm64' ? 'arm64' : 'amd64')
  const platform = `linux/${architecture}`
  const globals: Record<string, string> = {
    TARGETPLATFORM: platform,
    TARGETOS: 'linux',
    TARGETARCH: architecture,
    BUILDPLATFORM: platform,
  }
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
  const rootOf = (stage: StageState) => materialize(stage, store, directoryOf(stage))
  const say = flags.quiet ? () => {} : line.err
  let step = 0

  const start = async (stage: Stage): Promise<StageState> => {
    const image = expand(stage.image, globals)
    const fresh = {
      args: {},
      shell: ['/bin/sh', '-c'],
      rootfs: undefined,
      seen: undefined,
      directories: new Set<string>(),
    }
    const earlier = stageOf(image)
    if (earlier) {
      const { key, config, layers, history, shell, directories } = earlier
      return { ...fresh, key: nextKey(key, 'FROM'), config, layers, history: [...history], shell, directories }
    }
    const local = await store.find(image)
    if (local) {
      const { manifest, config } = await loadImage(store, local)
      return {
        ...fresh,
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
    return { ...fresh, key: nextKey('base', image, architecture), config: base.config, layers: [], history: [] }
  }

  const onSharedWrite = async (writer: StageState) => {
    for (const other of built.values()) {
      if (other === writer || !other.rootfs) continue
      other.rootfs = undefined
      other.seen = undefined
    }
    await dropTrees(store)
  }
  const filesystem = (
    state: StageState,
    instruction: Instruction,
    more: Pick<FilesystemStep, 'kind' | 'apply' | 'key' | 'runFollows'>,
  ) =>
    filesystemStep(state, {
      store,
      directory: directoryOf(state),
      createdBy: `${instruction.name} ${instruction.text}`,
      useCache: !flags.noCache,
      onSharedWrite: () => onSharedWrite(state),
      ...more,
    })

  const run = (state: StageState, instruction: Instruction) => {
    const args = Object.entries(state.args).map(([name, value]) => `${name}=${value}`)
    const documents = instruction.documents.map((one) => one.body)
    const key = nextKey(state.key, 'RUN', instruction.text, JSON.stringify(instruction.flags), ...args, ...documents)
    const stageRoot = (name: string) => {
      const other = stageOf(name)
      if (!other) throw new Refusal(`Dockerfile:${instruction.line}: there is no earlier stage "${name}"`)
      return rootOf(other)
    }
    const { config, args: given, shell } = state
    const places = { cache: join(store.directory, 'cache-mounts'), scratch, context: flags.context, stageRoot }
    const apply = (rootfs: string) =>
      runStep({
        ...{ instruction, rootfs, config, args: given, shell, secrets: flags.secrets, line },
        ...places,
        onLine: (text) => say(`#${step} ${text}`),
      })
    return filesystem(state, instruction, { kind: 'run', key, apply, runFollows: false })
  }

  const apply = async (
    state: StageState,
    instruction: Instruction,
    runFollows: boolean,
  ): Promise<boolean | undefined> => {
    const values = { ...state.args, ...environmentOf(state.config.Env) }
    if (instruction.name === 'RUN') return run(state, instruction)
    if (instruction.name === 'COPY' || instruction.name === 'ADD') {
      const around = { state, values, context: flags.context, contextFiles, stageOf, rootOf }
      const { content, apply } = await copyInstruction(instruction, around)
      const key = nextKey(
        state.key,
        instruction.name,
        expand(instruction.text, values),
        JSON.stringify(instruction.flags),
        content,
      )
      return filesystem(state, instruction, { kind: 'copy', key, apply, runFollows })
    }
    if (instruction.name === 'WORKDIR') {
      const path = posix.resolve(state.config.WorkingDir ?? '/', expand(instruction.text, values))
      state.config = { ...state.config, WorkingDir: path }
      const apply = async (rootfs: string) => void (await mkdir(join(rootfs, path), { recursive: true }))
      return filesystem(state, instruction, {
        kind: 'copy',
        key: nextKey(state.key, 'WORKDIR', path),
        apply,
        runFollows,
      })
    }
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
      const name = stage.name ?? `stage-${index}`
      step++
      say(`#${step} [${name}] FROM ${expand(stage.image, globals)}`)
      const state = await start(stage)
      built.set(index, state)
      const lastRun = stage.instructions.findLastIndex((one) => one.name === 'RUN')
      for (const [at, instruction] of stage.instructions.entries()) {
        step++
        say(`#${step} [${name}] ${instruction.name} ${instruction.text.split('\n')[0]}`)
        const cached = await apply(state, instruction, at < lastRun)
        if (cached !== undefined) say(`#${step} ${cached ? 'CACHED' : 'DONE'}`)
      }
    }
    const { config, layers, history } = built.get(target) as StageState
    const Labels = { ...config.Labels, ...flags.labels }
    const whole = Object.keys(Labels).length ? { ...config, Labels } : config
    const rootfs = { type: 'layers' as const, diff_ids: layers.map((layer) => layer.digest) }
    for (const stage of built.values()) if (stage.rootfs) await keepTree(store, stage.layers, stage.rootfs)
    return await storeImage(store, { config: { architecture, os: 'linux', config: whole, rootfs, history }, layers })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
