// A stage as it is built: its configuration, its layers, and a root file system that exists only once a command needs it.
import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContainerConfig, Descriptor } from '../../ecr/oci/image.ts'
import { unpackLayer } from '../../ecr/oci/unpack-layer.ts'
import type { ImageStore } from './image-store.ts'
import { changesBetween, packLayer, type Snapshot, snapshot, wroteIntoShared } from './layer.ts'
import { unpackTree } from './unpacked-trees.ts'

export interface StageState {
  /** A hash over everything that led here: the cache key of the next step is made from it. */
  key: string
  config: ContainerConfig
  layers: readonly Descriptor[]
  history: { readonly created_by: string; readonly empty_layer?: boolean }[]
  /** Directories that its steps have made: whether a COPY's destination is one can be told without unpacking. */
  directories: ReadonlySet<string>
  args: Record<string, string>
  shell: readonly string[]
  rootfs: string | undefined
  /** The last snapshot of the root file system, while it is still true. */
  seen: Snapshot | undefined
}

/** The key after a step. */
export const nextKey = (key: string, ...parts: readonly string[]): string =>
  createHash('sha256')
    .update([key, ...parts].join('\0'))
    .digest('hex')

/** The stage's root file system, unpacked from its layers when it does not exist yet. */
export const materialize = async (stage: StageState, store: ImageStore, directory: string): Promise<string> => {
  if (stage.rootfs) return stage.rootfs
  const rootfs = join(directory, 'rootfs')
  await rm(rootfs, { recursive: true, force: true })
  await unpackTree(store, stage.layers, rootfs)
  stage.rootfs = rootfs
  return rootfs
}

export interface FilesystemStep {
  readonly store: ImageStore
  readonly directory: string
  readonly key: string
  readonly createdBy: string
  readonly useCache: boolean
  /** The changes of a `run` are looked for in the whole tree; a `copy` writes only what it says. */
  readonly kind: 'run' | 'copy'
  /** True when a later step of the stage needs the whole tree anyway. */
  readonly runFollows: boolean
  /** Called when a command wrote into files that other trees may share. */
  readonly onSharedWrite: () => Promise<void>
  readonly apply: (rootfs: string) => Promise<void>
}

interface CachedStep {
  readonly layer: Descriptor | null
  readonly directories: readonly string[]
}

const isCachedStep = (value: unknown): value is CachedStep =>
  value !== null && typeof value === 'object' && 'layer' in value

/** Does a step that changes files, or takes its layer from the cache. True when it was cached. */
export const filesystemStep = async (stage: StageState, step: FilesystemStep): Promise<boolean> => {
  const { store } = step
  const add = ({ layer, directories }: CachedStep) => {
    stage.key = step.key
    stage.layers = layer ? [...stage.layers, layer] : stage.layers
    stage.directories = new Set([...stage.directories, ...directories])
    stage.history.push({ created_by: step.createdBy, ...(layer ? {} : { empty_layer: true }) })
  }
  const cached = step.useCache ? await store.recall(step.key) : undefined
  if (isCachedStep(cached) && (cached.layer === null || store.has(cached.layer.digest))) {
    if (stage.rootfs && cached.layer) {
      await unpackLayer(store.blob(cached.layer.digest), stage.rootfs)
      stage.seen = undefined
    }
    add(cached)
    return true
  }
  const made = step.kind === 'run' ? await runWhole(stage, step) : await copyAlone(stage, step)
  await store.remember(step.key, made)
  add(made)
  return false
}

const directoriesOf = (tree: Snapshot, paths: readonly string[]) =>
  paths.filter((path) => tree.get(path)?.startsWith('d'))

const runWhole = async (stage: StageState, step: FilesystemStep): Promise<CachedStep> => {
  const rootfs = await materialize(stage, step.store, step.directory)
  const before = stage.seen ?? snapshot(rootfs)
  await step.apply(rootfs)
  const after = snapshot(rootfs)
  stage.seen = after
  const changes = changesBetween(before, after)
  if (wroteIntoShared(rootfs, before, after)) await step.onSharedWrite()
  const layer = (await packLayer(step.store, rootfs, changes)) ?? null
  return { layer, directories: directoriesOf(after, changes.changed) }
}

/** A copy is written beside the tree, so that the tree need not exist: the layer is what was written. */
const copyAlone = async (stage: StageState, step: FilesystemStep): Promise<CachedStep> => {
  const delta = join(step.directory, 'delta')
  await mkdir(delta, { recursive: true })
  await step.apply(delta)
  const written = snapshot(delta)
  const paths = [...written.keys()]
  const layer = (await packLayer(step.store, delta, { changed: paths, removed: [] })) ?? null
  if (stage.rootfs || step.runFollows) {
    const rootfs = await materialize(stage, step.store, step.directory)
    if (layer) await unpackLayer(step.store.blob(layer.digest), rootfs)
    stage.seen = undefined
  }
  await rm(delta, { recursive: true, force: true })
  return { layer, directories: directoriesOf(written, paths) }
}
